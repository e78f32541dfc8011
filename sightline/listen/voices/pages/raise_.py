"""Before anything is asked: who will see it, what it is not, and whom to reach now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sightline.access.allow import PUBLIC, allow
from sightline.listen.voices.guardians import queries as guardians


@allow(PUBLIC)
def raise_(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "listen/voices/pages/raise_.jinja",
        {"reach": guardians.for_place(None), "is_bare": True},
    )
