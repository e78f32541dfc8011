"""Which standards apply in a place: every change goes through here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.applicable import queries, settings_file
from sightline.assess.applicable.models import Applicability, SettingSaid
from sightline.assess.places import Place
from sightline.base.refusal import Refusal
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.standards.models import Standard
from sightline.trail import record


class CannotSay(Refusal):
    """This cannot be said of the place."""


@transaction.atomic
def set_aside(
    *, place: Place, standard: Standard, reason: str, by: User, at: datetime
) -> Applicability:
    """A standard does not apply in a place, because. It leaves the count there.

    A self-assessment that answers "not applicable" comes through here too, so who adds evidence
    may; the quality team can bring it back.
    """
    viewer.require(by, Permission.ADD_EVIDENCE, at=place.organisation)
    if standard.number in _locked(place, at):
        raise CannotSay(f"Standard {standard.number} is set aside here already.")
    return _say(place, standard, applies=False, reason=reason, by=by, at=at)


@transaction.atomic
def bring_back(
    *, place: Place, standard: Standard, reason: str, by: User, at: datetime
) -> Applicability:
    """A standard applies here after all. Only the quality team says so."""
    viewer.require(by, Permission.JUDGE_STANDARDS, at=place.organisation)
    if standard.number not in _locked(place, at):
        raise CannotSay(f"Standard {standard.number} applies here already.")
    return _say(place, standard, applies=True, reason=reason, by=by, at=at)


@transaction.atomic
def say_setting(*, place: Place, setting: str, by: User, at: datetime) -> SettingSaid:
    """Say which setting a place is."""
    viewer.require(by, Permission.JUDGE_STANDARDS, at=place.organisation)
    place.refuse_if_wrong()
    chosen = settings_file.in_force(timezone.localdate(at)).by_code.get(setting)
    if chosen is None or chosen.level != place.level:
        raise CannotSay("Choose one of the settings listed.")
    said = SettingSaid.objects.create(**place.columns, setting=setting, at=at, by=by)
    record.record(
        action="assess.applicable.say_setting",
        subject=said,
        by=by,
        at=at,
        reference=place.organisation.code,
        summary=f"The setting of a place is: {chosen.name}"[:300],
    )
    return said


def _locked(place: Place, at: datetime) -> frozenset[str]:
    """Numbers that do not apply now; nobody else says something of the place meanwhile."""
    place.refuse_if_wrong()
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=place.organisation.pk)
    latest = Applicability.objects.filter(place.q()).order_by("-at", "-pk").first()
    if latest is not None and at < latest.at:
        raise CannotSay("This is written down in the order in which it is said.")
    return frozenset(queries.of_place(place).not_here)


def _say(
    place: Place, standard: Standard, *, applies: bool, reason: str, by: User, at: datetime
) -> Applicability:
    if not reason.strip():
        raise CannotSay("Give the reason.")
    said = Applicability.objects.create(
        **place.columns,
        number=standard.number,
        applies=applies,
        reason=reason.strip(),
        at=at,
        by=by,
    )
    record.record(
        action=f"assess.applicable.{'bring_back' if applies else 'set_aside'}",
        subject=said,
        by=by,
        at=at,
        reference=place.organisation.code,
        summary=f"Standard {standard.number} {'applies' if applies else 'does not apply'} here",
    )
    return said
