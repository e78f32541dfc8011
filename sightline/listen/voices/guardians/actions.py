"""Keeping the contact of a guardian up to date."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.voices.guardians.models import Guardian
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.trail import record


@transaction.atomic
def keep(
    *,
    organisation: Organisation,
    name: str,
    email: str,
    phone: str,
    hours: str,
    by: User,
    at: datetime,
    is_made_up: bool = False,
) -> Guardian:
    """How to reach the guardian of a provider from now on. Anybody reads it."""
    viewer.require(by, Permission.KEEP_GUARDIANS, at=organisation)
    if not organisation.is_provider:
        raise Refusal("A guardian belongs to a provider. Choose the provider.")
    new = {"name": name, "email": email, "phone": phone, "hours": hours}
    new = {field: text.strip() for field, text in new.items()}
    if not (new["email"] or new["phone"]):
        raise Refusal("Enter an email address or a telephone number.")
    # Two at once on a provider that has none yet wait for each other here.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = Guardian.objects.filter(organisation=organisation).first()
    changed = [f for f, text in new.items() if before is None or getattr(before, f) != text]
    guardian, _ = Guardian.objects.update_or_create(
        organisation=organisation,
        defaults={**new, "checked_on": timezone.localdate(at), "is_made_up": is_made_up},
    )
    record.record(
        action="listen.voices.guardians.keep",
        subject=guardian,
        by=by,
        at=at,
        reference=organisation.code,
        summary="Contact of the Freedom to Speak Up guardian "
        + ("changed" if changed else "found to be right"),
        fields=changed,
    )
    return guardian
