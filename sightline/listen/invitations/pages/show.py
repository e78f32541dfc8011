"""Who is asked in a round, and everything that can be done to ask them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.invitations import queries
from sightline.listen.invitations.messages import adapters, rules
from sightline.listen.invitations.models import Invitation
from sightline.listen.invitations.pages.found import run_by
from sightline.people.request import SignedInRequest
from sightline.trail import record

_MOST = 20


@allow(Permission.RUN_ROUND)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    collection = run_by(request, pk)
    channel = Invitation.Channel
    return render(
        request,
        "listen/invitations/pages/show.jinja",
        {
            "collection": collection,
            "listed": queries.listed(collection),
            "rosters": collection.rosters.all()[:_MOST],
            "waves": collection.waves.all()[:_MOST],
            "about": rules.about,
            "open_links": collection.open_links.filter(ended_at=None).count(),
            "email_works": adapters.is_set_up(channel.EMAIL),
            "text_works": adapters.is_set_up(channel.TEXT),
            "trail": record.lines_about(collection, internal=True, limit=20),
        },
    )
