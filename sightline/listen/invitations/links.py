"""Links to a round: personal ones, of which only a hash is kept, and open ones.

Both are ``/a/<token>/``. A personal token is 22 characters of base64 (128 random bits), an open
one 8 that can be read aloud and typed.

A message with a new link replaces the old one in three steps, so that nobody is ever left with no
link that works: the new hash is noted beside the old (both work), the message goes out, the new
hash takes the place of the old. If it does not go out the new hash is forgotten. A draft is sealed
under its token, so the draft of a replaced link cannot be opened any more: the new link starts
afresh.
"""

from __future__ import annotations

import hashlib
import re
import secrets

from django.db import transaction
from django.db.models import F, Q

from sightline.listen.invitations.models import Cell, Invitation, OpenLink

#: Without letters and digits that are taken for one another, and without vowels: no words.
_OPEN_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
_OPEN_LENGTH = 8
_PERSONAL = re.compile(r"[A-Za-z0-9_-]{22}")


def new_token() -> str:
    """A personal token that nobody can guess."""
    return secrets.token_urlsafe(16)


def new_open_token() -> str:
    return "".join(secrets.choice(_OPEN_ALPHABET) for _ in range(_OPEN_LENGTH))


def hash_of(token: str) -> bytes:
    """What the database keeps of a personal token: 32 bytes of SHA-256."""
    return hashlib.sha256(token.encode()).digest()


def path_of(token: str) -> str:
    """The path under which a token is answered."""
    return f"/a/{token}/"


def invitation_of(token: str) -> Invitation | None:
    """Whose personal link it is, with their place and their cell; or None."""
    if not _PERSONAL.fullmatch(token):
        return None
    found = hash_of(token)
    return (
        Invitation.objects.filter(Q(link_hash=found) | Q(next_link_hash=found))
        .select_related("provider", "site", "programme", "profession", "cell__area")
        .first()
    )


def open_link_of(token: str) -> OpenLink | None:
    """The open link of a token, however it was typed; None if there is none or it has ended."""
    typed = re.sub(r"[\s-]", "", token).lower()
    if len(typed) != _OPEN_LENGTH:
        return None
    return (
        OpenLink.objects.filter(token=typed, ended_at=None)
        .select_related(
            "collection__round__survey",
            "collection__version__questionnaire",
            "collection__place",
            "organisation",
            "environment__site",
            "programme",
            "profession",
        )
        .first()
    )


@transaction.atomic
def mark_completed(invitation: Invitation) -> bool:
    """Note that they have answered; False if that was known. Says neither when nor what.

    Nothing of the answer may be written in the transaction that this is called in.
    """
    is_new = Invitation.objects.filter(pk=invitation.pk, is_completed=False).update(
        is_completed=True
    )
    if is_new:
        Cell.objects.filter(pk=invitation.cell_id).update(completed=F("completed") + 1)
    return bool(is_new)


def note_new(invitation: Invitation, token: str) -> None:
    """A message with a new link is about to go out: the new link works beside the old one."""
    Invitation.objects.filter(pk=invitation.pk).update(next_link_hash=hash_of(token))


def forget_new(invitation: Invitation) -> None:
    """The message did not go out: only the old link works."""
    Invitation.objects.filter(pk=invitation.pk).update(next_link_hash=None)


def replace_by_new(invitation: Invitation, token: str) -> None:
    """The message went out: only its link works from now on."""
    Invitation.objects.filter(pk=invitation.pk).update(
        link_hash=hash_of(token), next_link_hash=None, times_asked=F("times_asked") + 1
    )
