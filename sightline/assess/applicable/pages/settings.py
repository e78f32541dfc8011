"""What usually does not apply in each setting, and why."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.applicable import settings_file
from sightline.people.request import SignedInRequest
from sightline.standards.models import Standard


@allow(Permission.VIEW_EVIDENCE)
def settings(request: SignedInRequest) -> HttpResponse:
    found = settings_file.in_force(timezone.localdate())
    ours = Standard.objects.filter(version__code=found.framework).order_by("position")
    return render(
        request,
        "assess/applicable/pages/settings.jinja",
        {
            "settings": list(found.by_code.values()),
            "is_checked": found.is_checked,
            "version": found.version,
            "wordings": {one.number: one.wording for one in ours},
        },
    )
