"""What is held about whoever asks, as a page to be read and printed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.care.requests import actions
from sightline.listen.care.requests.pages.found import found_for
from sightline.people.request import SignedInRequest


@allow(Permission.CARE_FOR_DATA)
def read(request: SignedInRequest, reference: str) -> HttpResponse:
    one = found_for(request, reference)
    try:
        held = actions.take_file(request=one, by=request.user, at=timezone.now())
    except Refusal:
        return redirect("listen:care:requests:show", reference)  # which says why
    page = render(request, "listen/care/requests/pages/read.jinja", {"one": one, "held": held})
    page["Cache-Control"] = "no-store"
    return page
