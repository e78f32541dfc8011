"""Forget a roster that is not to be used."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.invitations.roster import actions
from sightline.listen.invitations.roster.pages.show import found_for
from sightline.people.request import SignedInRequest


@allow(Permission.RUN_ROUND)
@require_POST
def set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    roster = found_for(request, pk)
    try:
        actions.set_aside(roster=roster, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("listen:invitations:roster:show", pk=roster.pk)
    messages.success(request, "The file has been deleted. Nobody was put on the list.")
    if roster.collection_id:
        return redirect("listen:invitations:show", pk=roster.collection_id)
    return redirect("listen:invitations:touchpoints:show", pk=roster.series_id)
