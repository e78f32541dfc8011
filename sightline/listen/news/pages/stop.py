from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import PUBLIC, allow
from sightline.listen.news import actions, messages


@allow(PUBLIC)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """From a link in a message. Opening it changes nothing; the button does."""
    found = messages.found_by(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.stop(address=found, by=None, at=timezone.now())
    return render(
        request,
        "listen/news/pages/stop.jinja",
        {"found": found, "is_done": request.method == "POST"},
    )
