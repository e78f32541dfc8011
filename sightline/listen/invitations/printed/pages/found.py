"""The open link that a page is about."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from sightline.listen.invitations.models import OpenLink
from sightline.people.request import SignedInRequest


def link_for(request: SignedInRequest, pk: int) -> OpenLink:
    return get_object_or_404(
        OpenLink.objects.visible_to(request.user)
        .filter(ended_at=None)
        .select_related(
            "collection__round__survey",
            "collection__version",
            "collection__place",
            "organisation",
            "environment",
            "profession",
            "programme",
        ),
        pk=pk,
    )


def sent(content: bytes, kind: str, link: OpenLink, name: str, ending: str) -> HttpResponse:
    """A file with a name that says what it is and where it hangs."""
    response = HttpResponse(content, content_type=kind)
    file = f"{name}-{slugify(link.place_name)[:60]}-{link.token}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
