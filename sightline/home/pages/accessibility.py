"""How accessible the service is, what is known not to be, and what was tested."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sightline.access.allow import PUBLIC, allow


@allow(PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "home/pages/accessibility.jinja")
