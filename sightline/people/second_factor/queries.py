"""Who has a second factor."""

from __future__ import annotations

from sightline.people.models import User
from sightline.people.second_factor.models import SecondFactor


def is_set_up(user: User) -> bool:
    return SecondFactor.objects.filter(user=user).exists()
