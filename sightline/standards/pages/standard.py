"""One numbered standard: its wording in each version, and what bears on it. Public."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import PUBLIC, allow
from sightline.access.permissions import Permission
from sightline.standards import queries
from sightline.standards.models import FrameworkVersion


@allow(PUBLIC)
def standard(request: HttpRequest, number: str) -> HttpResponse:
    wordings = queries.wordings_of(number)
    if not wordings:
        raise Http404
    in_force = FrameworkVersion.in_force_on(timezone.localdate())
    now = next((one for one in wordings if in_force and one.version_id == in_force.pk), None)
    user = request.user
    return render(
        request,
        "standards/pages/standard.jinja",
        {
            "number": number,
            "wordings": wordings,
            "shown": now or wordings[0],
            "is_in_force": now is not None,
            "bearing": queries.measures_bearing_on(number),
            "sees_results": user.is_authenticated and user.can(Permission.VIEW_RESULTS),
        },
    )
