"""Keeping that somebody else has reset an account, and telling whose it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sightline.people.models import User
from sightline.people.resets import messages
from sightline.people.resets.models import Reset


def keep(*, user: User, what: str, by: User | None, at: datetime) -> None:
    """Part of the action that resets, which writes the line in the trail and has looked who may.

    Nothing where somebody does it for themselves. A message goes out once it is kept.
    """
    if by is not None and by.pk == user.pk:
        return
    Reset.objects.create(user=user, what=what, by=by, at=at)
    email = user.email
    transaction.on_commit(lambda: messages.tell(email))
