"""Somebody asks that what is kept about asking them is erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.listen.invitations.messages import actions as messages
from sightline.listen.invitations.messages.models import Outgoing
from sightline.listen.invitations.models import Invitation
from sightline.people.models import User
from sightline.trail import record


@transaction.atomic
def forget(*, found: Sequence[Invitation], keys: Sequence[bytes], by: User, at: datetime) -> int:
    """Delete address, hash and place of these invitations, and write to the person no more.

    The row without them stays, since the counts of its group rest on it and a link that was sent
    still works; and a keyed hash as an opt-out, so that the next roster does not ask them again.
    """
    viewer.require(by, Permission.CARE_FOR_DATA)
    numbers = [one.pk for one in found]
    rows = Invitation.objects.filter(pk__in=numbers)
    Outgoing.objects.filter(invitation__in=numbers).delete()
    count = rows.update(
        address="",
        contact_key=None,
        provider=None,
        site=None,
        programme=None,
        profession=None,
        level="",
        language="",
        due_date=None,
    )
    for key in keys:
        messages.opt_out(key=key, by=by, at=at)
    for collection in {one.collection for one in found}:
        record.record(
            action="listen.invitations.forget",
            subject=collection,
            by=by,
            at=at,
            summary="What was kept about asking somebody was erased at their request",
            fields=["address", "contact_key", "provider", "site", "programme", "profession"],
            is_internal=True,
        )
    return count
