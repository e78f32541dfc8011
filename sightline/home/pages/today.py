"""What needs me today; for whoever has not signed in, what this service is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import PUBLIC, allow
from sightline.access.permissions import Permission
from sightline.access.roles import Role
from sightline.govern.approvals.joining.queries import schools_of
from sightline.home import errands
from sightline.home.pages.front import front
from sightline.listen.outside.models import EducationProvider
from sightline.organisations.models import Organisation
from sightline.people.models import GivenRole, User
from sightline.results.models import Dataset

#: What somebody can begin from here, with the permission that it needs.
BEGINNINGS = (
    (Permission.RAISE_CONCERN, "Raise a concern", "respond:register:raise"),
    (Permission.VIEW_EVIDENCE, "Open a quality passport", "govern:passports:find"),
    (Permission.ASK_TO_EXPAND, "Ask to take more learners", "govern:expansions:ask"),
    (Permission.IMPORT_SURVEY, "Upload a survey file", "listen:surveys:list"),
    (Permission.LOAD_ORGANISATIONS, "Load the lists of organisations", "organisations:load"),
    (Permission.MANAGE_STANDARDS, "Load a version of the framework", "standards:load"),
    (Permission.MANAGE_PEOPLE, "Add a person", "people:add"),
    (
        Permission.MANAGE_STANDARDS,
        "Load Intensive Support Framework categories",
        "respond:register:load_categories",
    ),
)


@allow(PUBLIC)
def today(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not user.is_authenticated:
        return front(request)
    day = timezone.localdate()
    newest = None
    if user.can(Permission.VIEW_RESULTS):
        newest = (
            Dataset.objects.filter(state=Dataset.State.CURRENT)
            .order_by("-collected_to", "survey")
            .first()
        )
    return render(
        request,
        "home/pages/today.jinja",
        {
            "day": day,
            "held": [(given.called, _where(given, user)) for given in user.roles_today],
            "errands": errands.of(user, day),
            "newest": newest,
            "report_of": _own_provider(user) if newest else None,
            "beginnings": [
                (text, reverse(name))
                for permission, text, name in BEGINNINGS
                if user.can(permission)
            ],
        },
    )


def _where(given: GivenRole, user: User) -> str:
    """Where somebody has a role; whoever acts for education providers reads which."""
    if given.role == Role.EDUCATION_LEAD:
        schools = EducationProvider.objects.filter(pk__in=schools_of(user)).order_by("name")
        return ", ".join(one.name for one in schools) or given.place_name
    return given.place_name


def _own_provider(user: User) -> Organisation | None:
    """The one provider whose results somebody may see, where it is one."""
    patch = user.patch(Permission.VIEW_RESULTS)
    if patch.nation or patch.regions or patch.icbs or len(patch.providers) != 1:
        return None
    places = (given.place for given in user.roles_today)
    return next((one for one in places if one is not None and one.pk in patch.providers), None)
