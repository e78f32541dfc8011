"""Whose facts and whose work the service stands on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sightline.access.allow import PUBLIC, allow


@allow(PUBLIC)
def attributions(request: HttpRequest) -> HttpResponse:
    return render(request, "home/pages/attributions.jinja")
