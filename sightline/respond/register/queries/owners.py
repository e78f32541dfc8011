from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from sightline.access.permissions import Permission
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.people.queries import people_who_may

__all__ = ["people_who_may", "possible_owners"]


def possible_owners(organisation: Organisation, day: date) -> QuerySet[User]:
    """People who can manage a concern there on a day, by name."""
    return people_who_may(Permission.MANAGE_CONCERN, organisation, day)
