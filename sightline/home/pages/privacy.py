"""What the service keeps about people, why, and for how long."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sightline.access.allow import PUBLIC, allow


@allow(PUBLIC)
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "home/pages/privacy.jinja")
