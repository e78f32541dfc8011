"""Inviting somebody to fill in one section by a link, and ending the link."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.returns import lines, messages
from sightline.assess.returns.contributors.models import Contributor
from sightline.assess.returns.contributors.rules import CannotInvite
from sightline.assess.returns.locking import locked
from sightline.assess.returns.models import Return
from sightline.listen.invitations import links
from sightline.people.models import User

MOST = 60


@transaction.atomic
def invite(
    *, self_assessment: Return, section: str, name: str, email: str, by: User, at: datetime
) -> tuple[Contributor, str]:
    """Invite somebody; gives the token of their link, which is kept nowhere.

    A message with the link goes out once the invitation is kept.
    """
    found = locked(self_assessment)
    viewer.require(by, Permission.ANSWER_RETURN, at=found.organisation)
    found.refuse_unless_open(timezone.localdate(at))
    if found.started_at is None:
        raise CannotInvite("Say first how many learners there are and of which professions.")
    if timezone.localdate(at) > found.campaign.last_date:
        # A new version may be written after it, but a link ends with it.
        raise CannotInvite(
            f"Links worked until {found.campaign.last_date:%-d %B %Y}, the last day of the "
            "campaign. Fill the section in here, or ask them for their words."
        )
    if found.journey.section(section) is None:
        raise CannotInvite("Choose a section of this self-assessment.")
    name, email = " ".join(name.split()), email.strip().lower()
    if not name:
        raise CannotInvite("Enter the person’s name.")
    try:
        validate_email(email)
    except ValidationError:
        raise CannotInvite(
            "Enter an email address in the correct format, like name@example.com"
        ) from None
    if found.contributors.filter(ended_at=None).count() >= MOST:
        raise CannotInvite(f"{MOST} people are invited already. End a link that is not needed.")
    token = links.new_token()
    contributor = Contributor.objects.create(
        self_assessment=found,
        section=section,
        name=name,
        email=email,
        token_hash=links.hash_of(token),
        last_date=found.campaign.last_date,
        invited_by=by,
        invited_at=at,
    )
    lines.write("contributors.invite", found, by, at, "A contributor was invited to a section")
    transaction.on_commit(lambda: messages.send_link(contributor, token))
    return contributor, token


@transaction.atomic
def open_section(
    *,
    self_assessment: Return,
    section: str,
    name: str,
    email: str,
    last_date: date,
    invited_by: User,
    by: None,
    at: datetime,
) -> tuple[Contributor, str]:
    """A link to one section for somebody who came by a link to the whole; the earlier one ends.

    The caller has looked whether that link works, and ends this one with it: see end_opened.
    Gives the token as well, which is kept nowhere.
    """
    found = locked(self_assessment)
    found.refuse_unless_open(timezone.localdate(at))
    if found.journey.section(section) is None:
        raise CannotInvite("Choose a section of this self-assessment.")
    found.contributors.filter(section=section, email=email, ended_at=None).update(ended_at=at)
    token = links.new_token()
    made = Contributor.objects.create(
        self_assessment=found,
        section=section,
        name=name,
        email=email,
        token_hash=links.hash_of(token),
        last_date=min(last_date, found.campaign.last_date),
        invited_by=invited_by,
        invited_at=at,
    )
    lines.write(
        "contributors.open_section", found, by, at, "A section was opened by a link of the place"
    )
    return made, token


@transaction.atomic
def end_opened(
    *, contributors: Collection[int], because: str, by: User | None, at: datetime
) -> int:
    """End links that were opened by a link to the whole, because that one is over.

    The caller has looked who may end it. Gives how many still worked.

    Args:
        contributors: keys.
        because: a sentence for who uses them; "" where whoever invited them has ended it.
    """
    working = Contributor.objects.filter(pk__in=contributors, ended_at=None)
    ended = 0
    for one in Return.objects.filter(contributors__in=working).distinct().order_by("pk"):
        found = locked(one)
        theirs = working.filter(self_assessment=found)
        count = theirs.update(ended_at=at, ended_because=because)
        if count:
            ended += count
            lines.write(
                "contributors.end_opened",
                found,
                by,
                at,
                "Links that a link of the place had opened were ended",
            )
    return ended


@transaction.atomic
def end(*, contributor: Contributor, by: User, at: datetime) -> Contributor:
    """End a link at once. What was saved with it stays."""
    found = locked(contributor.self_assessment)
    viewer.require(by, Permission.ANSWER_RETURN, at=found.organisation)
    held = Contributor.objects.select_for_update().get(pk=contributor.pk)
    if held.ended_at is not None:
        raise CannotInvite("This link has ended already. Nothing was changed.")
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    lines.write("contributors.end", found, by, at, "The link of a contributor was ended")
    return held
