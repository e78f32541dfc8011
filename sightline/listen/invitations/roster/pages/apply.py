"""Put the people of a roster that was checked on the list."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.invitations.roster import tasks
from sightline.listen.invitations.roster.pages.show import found_for
from sightline.people.request import SignedInRequest


@allow(Permission.RUN_ROUND)
@require_POST
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    roster = found_for(request, pk)
    tasks.apply_roster.enqueue(roster.pk, request.user.pk)
    return redirect(reverse("listen:invitations:roster:show", args=[roster.pk]) + "?applying")
