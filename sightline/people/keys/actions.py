"""Making and revoking keys for programs that read. ``by`` is who acts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.people.keys import rules
from sightline.people.keys.models import AccessKey
from sightline.people.models import User
from sightline.trail import record


@transaction.atomic
def make(*, name: str, days: int, password: str, by: User, at: datetime) -> str:
    """Make a key for oneself. Gives the whole key, which is shown this once.

    Raises CannotMakeKey; the password is asked so that an open screen is not enough.
    """
    user = User.objects.select_for_update().get(pk=by.pk)
    if not user.is_active or not user.check_password(password):
        raise rules.CannotMakeKey("The password is not the one you sign in with.")
    name = " ".join(name.split())
    kept = AccessKey.objects.filter(user=user, revoked_at=None)
    rules.refuse_unless_it_may_be_made(
        name=name,
        lasts=timedelta(days=days),
        live=kept.filter(expires_at__gt=at).count(),
        names=frozenset(kept.values_list("name", flat=True)),
    )
    new = rules.new_key()
    AccessKey.objects.create(
        user=user,
        name=name,
        public=new.public,
        hashed=rules.hashed(new.text),
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    _line("make", user, by, at, f"Access key made for {days} days")
    return new.text


@transaction.atomic
def revoke(*, key: AccessKey, by: User, at: datetime) -> None:
    """A key ends at once: one's own, or anybody's by whoever looks after people."""
    if by.pk != key.user_id:
        viewer.require(by, Permission.MANAGE_PEOPLE)
    found = AccessKey.objects.select_for_update().select_related("user").get(pk=key.pk)
    if found.revoked_at is not None:
        raise rules.CannotRevokeKey("This key was revoked already. Nothing was changed.")
    found.revoked_at = at
    found.save(update_fields=["revoked_at"])
    _line("revoke", found.user, by, at, "Access key revoked")


def note_use(*, key: AccessKey, by: User, at: datetime) -> None:
    """Write down that a key is in use, as often as `rules` says. No line in the trail."""
    if by.pk == key.user_id and rules.is_due_to_be_noted(key.last_used_at, at):
        AccessKey.objects.filter(pk=key.pk).update(last_used_at=at)


def _line(verb: str, user: User, by: User, at: datetime, summary: str) -> None:
    record.record(action=f"people.keys.{verb}", subject=user, by=by, at=at, summary=summary)
