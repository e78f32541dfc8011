"""Inviting somebody to fill in one section by a link, and ending the link."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.returns import messages
from sightline.assess.returns.contributors.models import Contributor
from sightline.assess.returns.contributors.rules import CannotInvite
from sightline.assess.returns.locking import locked
from sightline.assess.returns.models import Return
from sightline.listen.invitations import links
from sightline.people.models import User
from sightline.trail import record

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
    _line("invite", found, by, at, "A contributor was invited to a section")
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
) -> str:
    """A link to one section for somebody who came by a link to the whole; the earlier one ends.

    The caller has looked whether that link works. Gives the token, which is kept nowhere.
    """
    found = locked(self_assessment)
    found.refuse_unless_open(timezone.localdate(at))
    if found.journey.section(section) is None:
        raise CannotInvite("Choose a section of this self-assessment.")
    found.contributors.filter(section=section, email=email, ended_at=None).update(ended_at=at)
    token = links.new_token()
    Contributor.objects.create(
        self_assessment=found,
        section=section,
        name=name,
        email=email,
        token_hash=links.hash_of(token),
        last_date=min(last_date, found.campaign.last_date),
        invited_by=invited_by,
        invited_at=at,
    )
    record.record(
        action="assess.returns.contributors.open_section",
        subject=found,
        by=by,
        at=at,
        reference=found.reference,
        summary="A section was opened by a link of the place",
    )
    return token


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
    _line("end", found, by, at, "The link of a contributor was ended")
    return held


def _line(verb: str, found: Return, by: User, at: datetime, summary: str) -> None:
    record.record(
        action=f"assess.returns.contributors.{verb}",
        subject=found,
        by=by,
        at=at,
        reference=found.reference,
        summary=summary,
    )
