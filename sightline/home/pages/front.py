"""What somebody sees who has not signed in: what this is, and what is public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def front(request: HttpRequest) -> HttpResponse:
    return render(request, "home/pages/front.jinja")
