"""Which cookies are set: only those without which the service cannot work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sightline.access.allow import PUBLIC, allow


@allow(PUBLIC)
def cookies(request: HttpRequest) -> HttpResponse:
    return render(request, "home/pages/cookies.jinja")
