"""Try again what could not be sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.invitations.messages import actions
from sightline.listen.invitations.messages.pages.show import found_for
from sightline.people.request import SignedInRequest


@allow(Permission.RUN_ROUND)
@require_POST
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    wave = found_for(request, pk)
    try:
        actions.send_again(wave=wave, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("listen:invitations:messages:show", pk=wave.pk)
