"""The QR code of an open link alone, to be put where people like."""

from __future__ import annotations

from django.http import HttpResponse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.invitations.printed import paper, queries
from sightline.listen.invitations.printed.pages.found import link_for, sent
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_ROUNDS)
def code(request: SignedInRequest, pk: int) -> HttpResponse:
    link = link_for(request, pk)
    picture = paper.qr_svg(queries.poster_of(link).address)
    return sent(picture, "image/svg+xml", link, "qr-code", "svg")
