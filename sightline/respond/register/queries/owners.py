from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from sightline.access import roles
from sightline.access.permissions import Permission
from sightline.organisations.models import Organisation
from sightline.people.models import GivenRole, User


def people_who_may(permission: Permission, organisation: Organisation, day: date) -> QuerySet[User]:
    """People whose roles on a day permit that at an organisation, by name."""
    names = [role.value for role in roles.ROLES if roles.may(role, permission)]
    above = {organisation.region_id, organisation.icb_id, organisation.provider_id} - {None}
    given = GivenRole.objects.in_force_on(day).filter(
        Q(place=None) | Q(place_id__in=above), role__in=names
    )
    return User.objects.filter(is_active=True, pk__in=given.values("user_id")).order_by("name")


def possible_owners(organisation: Organisation, day: date) -> QuerySet[User]:
    """People who can manage a concern there on a day, by name."""
    return people_who_may(Permission.MANAGE_CONCERN, organisation, day)
