from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from sightline.access.permissions import Permission
from sightline.access.roles import ROLES
from sightline.organisations.models import Organisation
from sightline.people.models import GivenRole, User


def possible_owners(organisation: Organisation, day: date) -> QuerySet[User]:
    """People who can manage a concern there on a day, nearest first by name."""
    roles = [role.value for role, one in ROLES.items() if Permission.MANAGE_CONCERN in one.may]
    above = {organisation.region_id, organisation.icb_id, organisation.provider_id} - {None}
    given = GivenRole.objects.in_force_on(day).filter(
        Q(place=None) | Q(place_id__in=above), role__in=roles
    )
    return User.objects.filter(is_active=True, pk__in=given.values("user_id")).order_by("name")
