"""Everybody who can sign in, with their roles."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.access.roles import ROLES
from sightline.design.filters import Choice, Filters, Order, Search
from sightline.people import queries
from sightline.people.models import GivenRole, User
from sightline.people.request import SignedInRequest

NO_ROLE = "none"


def _with_role(people: Any, role: str) -> Any:
    given = GivenRole.objects.in_force_on(timezone.localdate())
    if role == NO_ROLE:
        return people.exclude(pk__in=given.values("user"))
    return people.filter(pk__in=given.filter(role=role).values("user"))


PEOPLE = Filters(
    filters=(
        Search(
            "q",
            "Name, email address or place",
            narrow=lambda people, words: queries.matching(people, words, timezone.localdate()),
        ),
        Choice(
            "role",
            "Role",
            narrow=_with_role,
            options=[
                *((role.value, definition.name) for role, definition in ROLES.items()),
                (NO_ROLE, "No role"),
            ],
        ),
    ),
    orders=(
        Order("name", "Name", ("name", "pk")),
        Order("last", "Signed in last", ("-last_login", "pk")),
    ),
    page_size=25,
)


@allow(Permission.MANAGE_PEOPLE)
def administration(request: SignedInRequest) -> HttpResponse:
    chosen = PEOPLE.read(request)
    people = chosen.narrow(User.objects.visible_to(request.user))
    page = chosen.page(queries.with_roles(people, timezone.localdate()))
    return render(request, "people/pages/administration.jinja", {"chosen": chosen, "page": page})
