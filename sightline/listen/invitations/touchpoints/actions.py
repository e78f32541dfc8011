"""Touchpoints are set up here, and whoever is due is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sightline.base.refusal import Refusal
from sightline.listen.invitations.messages import actions as messages
from sightline.listen.invitations.messages.models import OptOut, Wave
from sightline.listen.invitations.models import Invitation
from sightline.listen.invitations.touchpoints import rules
from sightline.listen.invitations.touchpoints.models import Series, Touchpoint
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.rounds import actions as rounds
from sightline.listen.rounds import running
from sightline.listen.rounds.models import Collection
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.trail import record


@dataclass(frozen=True)
class Wanted:
    """A moment, the items that are asked then, and so many days after it."""

    moment: str
    version: QuestionnaireVersion
    days_after: int


class CannotSetUp(Refusal):
    """The touchpoints cannot be set up so: a sentence for the page."""


@transaction.atomic
def set_up(
    *,
    name: str,
    place: Organisation | None,
    wanted: Sequence[Wanted],
    notice: PrivacyNotice,
    closes_at: datetime,
    by: User,
    at: datetime,
    is_made_up: bool = False,
) -> Series:
    """Open a round for each moment, for those who are invited. Raises Refusal."""
    running.require(by, place)
    if not wanted:
        raise CannotSetUp("Choose what is asked at one moment at least.")
    if not name.strip():
        raise CannotSetUp("Give the touchpoints a name.")
    series = Series.objects.create(name=name.strip(), place=place, made_at=at, made_by=by)
    for one in wanted:
        label = Touchpoint.Moment(one.moment).label
        collection = rounds.make(
            version=one.version,
            name=f"{series.name}: {label[0].lower()}{label[1:]}",
            opens_at=at,
            closes_at=closes_at,
            place=place,
            access=Collection.Access.INVITED,
            notice=notice,
            is_made_up=is_made_up,
            by=by,
            at=at,
        )
        rounds.open_(collection=collection, by=by, at=at)
        Touchpoint.objects.create(
            series=series, moment=one.moment, days_after=one.days_after, collection=collection
        )
    record.record(
        action="listen.invitations.touchpoints.set_up",
        subject=series,
        by=by,
        at=at,
        summary=f"Set up {len(wanted)} touchpoints.",
    )
    return series


def ask_who_is_due(*, by: User | None, at: datetime) -> int:
    """Plan messages to everybody whose day has come: how many waves. Safe to call again.

    The cap on messages, opt-outs and quiet hours hold as for every message.
    """
    today = timezone.localdate(at)
    due = (
        Invitation.objects.filter(
            collection__state=Collection.State.OPEN,
            collection__closes_at__gt=at,
            collection__touchpoint__isnull=False,
            due_date__lte=today,
            due_date__gte=today - timedelta(days=rules.LATE_DAYS),
            times_asked=0,
            is_completed=False,
        )
        .exclude(address="")
        .exclude(contact_key__in=OptOut.objects.values("key"))
    )
    # One wave a day: whoever could not be reached today is tried again tomorrow.
    tried = Wave.objects.filter(made_by=None, made_at__date=today).values("collection")
    rows = due.exclude(collection__in=tried).order_by().values_list("collection", flat=True)
    planned = 0
    for collection in Collection.objects.filter(pk__in=rows.distinct()).order_by("pk"):
        running.require(by, collection.place)
        messages.plan(
            collection=collection, kind=Wave.Kind.INVITATION, planned_at=at, by=None, at=at
        )
        planned += 1
    return planned
