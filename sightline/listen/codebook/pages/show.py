from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.codebook.coding import queries as coding
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.words import STATE_COLOURS, State
from sightline.people.request import SignedInRequest


@allow(Permission.CODE_COMMENTS)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """One code, how often it was given, and every version of it."""
    code = get_object_or_404(Code.objects.select_related("merged_into"), pk=pk)
    return render(
        request,
        "listen/codebook/pages/show.jinja",
        {
            "code": code,
            "colour": STATE_COLOURS[State(code.state)],
            "use": coding.uses().get(code.pk),
            "merged_here": code.merged_here.all(),
            "versions": code.versions.select_related("by", "merged_into"),
            "may_keep": request.user.patch(Permission.CODE_COMMENTS).nation,
        },
    )
