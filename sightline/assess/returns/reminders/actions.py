"""Reminders of campaigns: made when a step of the ladder is due, and sent a few at a time."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from sightline.access import roles
from sightline.access.permissions import Permission
from sightline.access.roles import Role
from sightline.assess.returns import messages
from sightline.assess.returns.campaigns import ladder
from sightline.assess.returns.campaigns.ladder import Step
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.models import Return
from sightline.assess.returns.reminders.models import Reminder
from sightline.base import to_colleagues
from sightline.people.models import GivenRole

AT_A_TIME = 200
_BATCH = 1000
_PERMISSIONS = {"answers": Permission.ANSWER_RETURN, "signs": Permission.SIGN_RETURN}
Reason = Reminder.Reason


@transaction.atomic
def make_due(*, by: None, at: datetime) -> int:
    """Note for every provider that has not returned that it is to be reminded: how many."""
    today = timezone.localdate(at)
    made = 0
    for campaign in Campaign.objects.filter(opens_date__lte=today, last_date__gte=today):
        step = ladder.find(campaign.ladder).due(today, campaign.closes_date, campaign.last_date)
        if step is None:
            continue
        there = Reminder.objects.filter(self_assessment=OuterRef("pk"), step=step.code)
        wanting = Return.objects.filter(
            ~Exists(there), campaign=campaign, first_signed_date=None, asked_at__lt=at
        )
        rows = [
            Reminder(self_assessment_id=pk, step=step.code, made_at=at)
            for pk in wanting.values_list("pk", flat=True)
        ]
        # Two clocks may look at once: the second finds that they are there.
        Reminder.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
        made += len(rows)
    return made


def send_some(*, by: None, at: datetime) -> int:
    """Send the next few: how many reminders were dealt with.

    Each is marked before its messages go, so that nobody is reminded twice.
    """
    taken = _take(at)
    if not taken:
        return 0
    addresses = _addresses([one.self_assessment.organisation_id for one in taken], at)
    works = to_colleagues.email_works()
    for one in taken:
        _send(one, addresses.get(one.self_assessment.organisation_id, {}), works)
    Reminder.objects.bulk_update(taken, ["people", "sent", "reason"])
    return len(taken)


@transaction.atomic
def _take(at: datetime) -> list[Reminder]:
    waiting = list(
        Reminder.objects.select_for_update(of=("self",))
        .filter(done_at=None)
        .select_related("self_assessment__campaign")
        .order_by("pk")[:AT_A_TIME]
    )
    Reminder.objects.filter(pk__in=[one.pk for one in waiting]).update(done_at=at)
    for one in waiting:
        one.done_at = at
    return waiting


def _send(one: Reminder, theirs: Mapping[str, set[str]], works: bool) -> None:
    found = one.self_assessment
    step = _step(found.campaign, one.step)
    if found.first_signed_date is not None or step is None:
        one.reason = Reason.RETURNED
        return
    to = sorted(set().union(*(theirs.get(who, set()) for who in step.to)))
    one.people = len(to)
    if not to:
        one.reason = Reason.NOBODY
    elif not works:
        one.reason = Reason.NOT_SET_UP
    else:
        try:
            one.sent = messages.remind(found, step.says, to)
        except (smtplib.SMTPException, OSError):
            one.reason = Reason.NOT_SENT


def _step(campaign: Campaign, code: str) -> Step | None:
    steps = ladder.find(campaign.ladder).steps
    return next((one for one in steps if one.code == code), None)


def _addresses(organisations: list[int], at: datetime) -> dict[int, dict[str, set[str]]]:
    """Organisation → {"answers" or "signs": addresses}. One query."""
    who = {
        name: [role.value for role in Role if roles.may(role, permission)]
        for name, permission in _PERMISSIONS.items()
    }
    rows = (
        GivenRole.objects.in_force_on(timezone.localdate(at))
        .filter(place_id__in=organisations, user__is_active=True)
        .values_list("place_id", "role", "user__email")
    )
    found: dict[int, dict[str, set[str]]] = {}
    for place, role, email in rows:
        for name, theirs in who.items():
            if role in theirs:
                found.setdefault(place, {}).setdefault(name, set()).add(email)
    return found
