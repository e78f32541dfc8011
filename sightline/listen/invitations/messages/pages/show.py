"""One wave of messages: how far it is, and what could not be sent."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.invitations.messages import queries, rules
from sightline.listen.invitations.messages.models import Wave
from sightline.people.request import SignedInRequest

_REFRESH_SECONDS = 5


@allow(Permission.RUN_ROUND)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    wave = found_for(request, pk)
    now = timezone.now()
    at_work = wave.state == Wave.State.SENDING and (
        wave.resumes_at is None or wave.resumes_at <= now
    )
    response = render(
        request,
        "listen/invitations/messages/pages/show.jinja",
        {
            "wave": wave,
            "outbox": queries.outbox(wave),
            "at_work": at_work,
            "about": partial(rules.about, wave.kind),
        },
    )
    if at_work:
        response["Refresh"] = str(_REFRESH_SECONDS)
    return response


def found_for(request: SignedInRequest, pk: int) -> Wave:
    return get_object_or_404(
        Wave.objects.visible_to(request.user).select_related(
            "collection__round__survey", "collection__place", "made_by"
        ),
        pk=pk,
    )
