"""One request to take more learners, with its passports and what was decided."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.govern.expansions.models import ExpansionRequest
from sightline.govern.expansions.words import OUTCOME_COLOURS
from sightline.people.request import SignedInRequest


def request_for(request: SignedInRequest, reference: str) -> ExpansionRequest:
    """The request of an address; 404 for a stranger to its place."""
    return get_object_or_404(
        ExpansionRequest.objects.visible_to(request.user).select_related(
            "organisation__provider", "environment", "programme", "profession", "by", "follows",
            "passport", "decision__by", "decision__passport", "decision__figure",
        ),
        reference=reference,
    )  # fmt: skip


@allow(Permission.VIEW_CAPACITY)
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    user = request.user
    found = request_for(request, reference)
    at = found.organisation
    return render(
        request,
        "govern/expansions/pages/show.jinja",
        {
            "found": found,
            "place": found.place,
            "decision": getattr(found, "decision", None),
            "colours": OUTCOME_COLOURS,
            "may_decide": ExpansionRequest.objects.decided_by(user).filter(pk=found.pk).exists(),
            "may_see_passport": viewer.may(user, Permission.VIEW_EVIDENCE, at=at),
        },
    )
