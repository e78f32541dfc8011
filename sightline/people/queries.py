"""Reads about people that join several things."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from sightline.access import roles
from sightline.access.permissions import Permission
from sightline.access.roles import ROLES, PlaceKind, Role
from sightline.organisations.models import Organisation
from sightline.people import rules
from sightline.people.models import GivenRole, User

MOST_SUGGESTED = 5


def with_roles(people: QuerySet[User], day: date) -> QuerySet[User]:
    """People with ``held``: their roles in force on a day, places included. Two queries in all."""
    held = GivenRole.objects.in_force_on(day).select_related("place").order_by("role", "place")
    return people.prefetch_related(Prefetch("given_roles", held, to_attr="held"))


def people_who_may(permission: Permission, place: Organisation | None, day: date) -> QuerySet[User]:
    """People whose roles on a day permit that at an organisation (None: England), by name."""
    names = [role.value for role in ROLES if roles.may(role, permission)]
    above = {place.region_id, place.icb_id, place.provider_id} - {None} if place else set()
    given = GivenRole.objects.in_force_on(day).filter(
        Q(place=None) | Q(place_id__in=above), role__in=names
    )
    return User.objects.filter(is_active=True, pk__in=given.values("user_id")).order_by("name")


def matching(people: QuerySet[User], words: str, day: date) -> QuerySet[User]:
    """People whose name or address has every word, or who hold a role at a place so called."""
    by_place = GivenRole.objects.in_force_on(day).filter(
        Q(place__name__icontains=words) | Q(place__code__iexact=words)
    )
    own = Q()
    for word in words.split():
        own &= Q(name__icontains=word) | Q(email__icontains=word)
    return people.filter(own | Q(pk__in=by_place.values("user")))


def find_place(text: str, role: Role) -> Organisation | None:
    """The place that somebody typed, as a code or a name; None for the whole country.

    Raises CannotGiveRole when there is no such place for the role, or more than one.
    """
    wanted = ROLES[role].place
    text = " ".join(text.split())
    if not text:
        return None
    by_code = Organisation.objects.filter(code__iexact=text).first()
    if by_code is not None:
        return by_code
    if wanted is PlaceKind.NATION:
        raise rules.CannotGiveRole(
            f"{ROLES[role].name} is a role for the whole country. Leave the place empty."
        )
    kinds = [kind for kind, place in rules.PLACE_KINDS.items() if place is wanted]
    named = Organisation.objects.filter(kind__in=kinds, closed_date=None)
    exact = list(named.filter(name__iexact=text)[:2])
    if len(exact) == 1:
        return exact[0]
    found = list(named.filter(name__icontains=text).order_by("name", "code")[: MOST_SUGGESTED + 1])
    if len(found) == 1:
        return found[0]
    if not found:
        raise rules.CannotGiveRole(
            f"There is no open place for this role called “{text}”. Enter its code, or a part of "
            "its name."
        )
    listed = ", ".join(f"{place.name} ({place.code})" for place in found[:MOST_SUGGESTED])
    more = " and others" if len(found) > MOST_SUGGESTED else ""
    raise rules.CannotGiveRole(
        f"More than one place is called so: {listed}{more}. Enter the code of the one you mean."
    )
