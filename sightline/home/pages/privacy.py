"""What the service keeps about people, why, and for how long."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sightline.access.allow import PUBLIC, allow
from sightline.access.permissions import Permission


@allow(PUBLIC)
def privacy(request: HttpRequest) -> HttpResponse:
    user = request.user
    may_care = user.is_authenticated and user.can(Permission.CARE_FOR_DATA)
    return render(request, "home/pages/privacy.jinja", {"may_care": may_care})
