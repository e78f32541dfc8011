"""The poster of an open link."""

from __future__ import annotations

from django.http import HttpResponse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.invitations.printed import paper, queries
from sightline.listen.invitations.printed.pages.found import link_for, sent
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_ROUNDS)
def poster(request: SignedInRequest, pk: int) -> HttpResponse:
    link = link_for(request, pk)
    return sent(paper.poster_pdf(queries.poster_of(link)), "application/pdf", link, "poster", "pdf")
