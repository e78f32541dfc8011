"""Search for organisations, standards, and records by reference or words."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import SIGNED_IN, allow
from sightline.home import finding
from sightline.people.request import SignedInRequest

SHORTEST, LONGEST = 2, 100


@allow(SIGNED_IN)
def search(request: SignedInRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    found: list[finding.Found] = []
    if len(words) >= SHORTEST:
        if exact := finding.exactly(words, request.user):
            return redirect(exact)
        found = finding.find(words, request.user, timezone.localdate())
    return render(
        request,
        "home/pages/search.jinja",
        {"words": words, "found": found, "is_too_short": len(words) < SHORTEST},
    )
