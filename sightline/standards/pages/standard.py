"""One numbered standard: its wording in each version, and what bears on it. Public."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import PUBLIC, allow
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.organisations.models import Organisation
from sightline.standards import crosswalk, queries
from sightline.standards.models import FrameworkVersion
from sightline.standards.succession import queries as succession


def first_place(viewer: Viewer) -> tuple[str, str] | None:
    """Level and code of the widest place whose results the viewer sees, as their pages name it."""
    patch = viewer.patch(Permission.VIEW_RESULTS)
    if patch.nation:
        return "nation", "ENG"
    for level, keys in (
        ("region", patch.regions),
        ("icb", patch.icbs),
        ("provider", patch.providers),
    ):
        if keys:
            found = Organisation.objects.filter(pk__in=keys).order_by("name", "code")
            return level, found.values_list("code", flat=True)[0]
    return None


@allow(PUBLIC)
def standard(request: HttpRequest, number: str) -> HttpResponse:
    wordings = queries.wordings_of(number)
    if not wordings:
        raise Http404
    in_force = FrameworkVersion.in_force_on(timezone.localdate())
    now = next((one for one in wordings if in_force and one.version_id == in_force.pk), None)
    shown = now or wordings[0]
    lineage = succession.lineage(shown.version)
    user = request.user
    place = None
    if user.is_authenticated and user.can(Permission.VIEW_RESULTS):
        place = first_place(user)
    return render(
        request,
        "standards/pages/standard.jinja",
        {
            "number": number,
            "wordings": wordings,
            "shown": shown,
            "is_in_force": now is not None,
            "bearing": queries.measures_bearing_on(lineage.standing_for(number)),
            "place": place,
            "regulators": crosswalk.asking_for({number}, lineage),
        },
    )
