from __future__ import annotations

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from sightline.standards.models import FrameworkVersion, Standard


def standard_for(number: str, day: date) -> Standard:
    """The standard of a number in the framework in force on a day, or a 404."""
    version = FrameworkVersion.in_force_on(day)
    if version is None:
        raise Http404
    return get_object_or_404(
        Standard.objects.select_related("domain", "version"), version=version, number=number
    )
