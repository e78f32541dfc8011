"""A roster with nobody in it, to be filled in."""

from __future__ import annotations

from django.http import HttpResponse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.invitations.roster.columns import KNOWN, TEMPLATE, TEMPLATE_DAYS
from sightline.people.request import SignedInRequest


@allow(Permission.RUN_ROUND)
def template(request: SignedInRequest) -> HttpResponse:
    roles = (*TEMPLATE, *TEMPLATE_DAYS) if "days" in request.GET else TEMPLATE
    # With a mark at the start, by which Excel knows UTF-8.
    text = "\N{ZERO WIDTH NO-BREAK SPACE}" + ",".join(KNOWN[role][0] for role in roles) + "\r\n"
    response = HttpResponse(text.encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="roster.csv"'
    return response
