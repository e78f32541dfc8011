from __future__ import annotations

from django.shortcuts import get_object_or_404

from sightline.insight.tensions.models import Tension
from sightline.people.request import SignedInRequest


def tension_for(request: SignedInRequest, reference: str) -> Tension:
    """The tension, or a 404 for whoever does not judge its place."""
    return get_object_or_404(
        Tension.objects.visible_to(request.user).select_related(
            "organisation",
            "environment",
            "programme",
            "standard",
            "ending__judgement",
            "ending__by",
        ),
        reference=reference,
    )
