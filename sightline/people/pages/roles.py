"""Who may do what: every role and its permissions, drawn from the one place that decides."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sightline.access.allow import SIGNED_IN, allow
from sightline.access.permissions import Permission
from sightline.access.roles import ROLES


@allow(SIGNED_IN)
def roles(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "people/pages/roles.jinja",
        {"roles": ROLES, "permissions": list(Permission)},
    )
