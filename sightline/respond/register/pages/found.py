"""What every page of a concern begins with."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.people.request import SignedInRequest
from sightline.respond.register.models import Concern


def concern_for(
    request: SignedInRequest, reference: str, permission: Permission = Permission.VIEW_CONCERNS
) -> Concern:
    """The concern, if this person may see it and may do this there; else a 404."""
    concern = get_object_or_404(
        Concern.objects.visible_to(request.user).select_related(
            "organisation", "environment", "programme"
        ),
        reference=reference,
    )
    if not viewer.may(request.user, permission, at=concern.organisation):
        raise Http404
    return concern
