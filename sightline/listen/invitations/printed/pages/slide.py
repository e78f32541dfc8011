"""The slide of an open link."""

from __future__ import annotations

from django.http import HttpResponse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.invitations.printed import paper, queries
from sightline.listen.invitations.printed.pages.found import link_for, sent
from sightline.people.request import SignedInRequest

_KIND = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@allow(Permission.VIEW_ROUNDS)
def slide(request: SignedInRequest, pk: int) -> HttpResponse:
    link = link_for(request, pk)
    return sent(paper.slide_pptx(queries.poster_of(link)), _KIND, link, "slide", "pptx")
