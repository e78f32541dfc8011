"""Every change to a signal goes through here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base import references
from sightline.base.models import ReferenceCounter
from sightline.base.refusal import Refusal
from sightline.insight.signals import rules
from sightline.insight.signals.finding import looking
from sightline.insight.signals.found import Found, Looked
from sightline.insight.signals.models import (
    Signal,
    SignalCount,
    SignalEnding,
    SignalLook,
    SignalTurn,
)
from sightline.insight.signals.words import How, Turn
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.people.models import User
from sightline.respond.register import actions as register
from sightline.respond.register import results as from_results
from sightline.respond.register import standings
from sightline.respond.register.models import Concern, Standing
from sightline.results.levels import GroupKey, Level
from sightline.trail import record

#: Looking reads the whole country; nobody needs it more often.
_BETWEEN_LOOKS = timedelta(minutes=5)
_PREFIX = "SG"


class CannotEnd(Refusal):
    """The signal cannot be ended like this."""


class TooSoon(Refusal):
    """Somebody has just looked."""


def look_nightly(*, by: None, at: datetime) -> SignalLook | None:
    """Look once a night; None when that was done already."""
    last = SignalLook.objects.first()
    local = timezone.localtime(at)
    if not rules.is_due(timezone.localtime(last.at) if last else None, local):
        return None
    return _look(at)


def look_now(*, by: User, at: datetime) -> SignalLook:
    """Look on demand, all over the country. Raises TooSoon right after another look."""
    viewer.require(by, Permission.JUDGE_STANDARDS)
    last = SignalLook.objects.first()
    if last is not None and at - last.at < _BETWEEN_LOOKS:
        raise TooSoon("The service looked less than five minutes ago. Try again in a while.")
    return _look(at)


def _look(at: datetime) -> SignalLook:
    """Write down what is new, and what is not there any more. What is known is left as it is."""
    # Finding takes seconds, in which others write.
    return _write_down(looking.find_all(timezone.localdate(at)), at)


_Key = tuple[str, str]


@transaction.atomic
def _write_down(looked: Sequence[Looked], at: datetime) -> SignalLook:
    # One at a time: the counter of references is locked until this one ends.
    year = timezone.localdate(at).year
    ReferenceCounter.objects.get_or_create(prefix=_PREFIX, year=year, defaults={"last_number": 0})
    ReferenceCounter.objects.select_for_update().get(prefix=_PREFIX, year=year)
    found: dict[_Key, Found] = {(one.kind, one.cause): one for each in looked for one in each.found}
    known: dict[_Key, list[Signal]] = {}
    for one in Signal.objects.select_related("ending").order_by("pk"):
        known.setdefault((one.kind, one.cause), []).append(one)
    open_ = {key: one for key, each in known.items() for one in each if not hasattr(one, "ending")}
    covered = _covered([one for key, each in known.items() if key in found for one in each])
    new = [
        one
        for key, one in found.items()
        if key not in open_
        and rules.has_changed(one.basis, [x.on for x in known.get(key, [])])
        and not (one.stands and key in covered)
    ]
    _create(new, year, at)
    gone = [one for key, one in open_.items() if key not in found and one.gone_at is None]
    back = [one for key, one in open_.items() if key in found and one.gone_at is not None]
    Signal.objects.filter(pk__in=[one.pk for one in gone]).update(gone_at=at)
    Signal.objects.filter(pk__in=[one.pk for one in back]).update(gone_at=None)
    _turn(gone, back, [(one, found[key]) for key, one in open_.items() if key in found], at)
    look = SignalLook.objects.create(
        at=at, waiting=Signal.objects.waiting().count(), new=len(new), gone=len(gone)
    )
    SignalCount.objects.bulk_create(
        SignalCount(
            look=look,
            kind=one.kind,
            looks=one.looks,
            expected=one.expected,
            found=len(one.found),
        )
        for one in looked
    )
    return look


def _covered(signals: Sequence[Signal]) -> set[_Key]:
    """What somebody has explained, or has on the register with a concern that is not closed."""
    ended = [one for one in signals if hasattr(one, "ending")]
    concerns = {one.ending.concern_id for one in ended if one.ending.concern_id}
    states: dict[int, str] = {}
    if concerns:
        rows = Standing.objects.filter(concern__in=concerns).order_by("at", "pk")
        states.update(rows.values_list("concern", "state"))
    return {
        (one.kind, one.cause)
        for one in ended
        if one.ending.how == How.EXPLAINED
        or (one.ending.concern_id and states.get(one.ending.concern_id) != Standing.State.CLOSED)
    }


def _create(found: Sequence[Found], year: int, at: datetime) -> None:
    named = [_named(one.key) for one in found]
    places, taught, professions = (
        _by_code(model, {each[at] for each in named} - {""})
        for at, model in enumerate((Organisation, Programme, Profession))
    )
    Signal.objects.bulk_create(
        Signal(
            reference=references.next_reference(_PREFIX, year),
            kind=one.kind,
            group_level=one.key.level.value,
            group_code=one.key.code,
            group_other_code=one.key.other_code,
            organisation=places.get(place),
            programme=taught.get(programme),
            profession=professions.get(profession),
            dataset_id=one.dataset,
            measure=one.measure,
            detail=one.detail,
            cause=one.cause,
            basis=one.basis.key,
            basis_when=one.basis.when,
            basis_what=list(one.basis.what),
            headline=one.headline[:200],
            says=one.says,
            frozen=one.shown.as_json(),
            strength=one.strength,
            found_at=at,
        )
        for one, (place, programme, profession) in zip(found, named, strict=True)
    )


def _named(key: GroupKey) -> tuple[str, str, str]:
    """The codes of a group's organisation, programme and profession, "" where it has none."""
    if key.level is Level.NATION:
        return "", "", ""
    if key.level is Level.PROGRAMME:
        return "", key.code, ""
    if key.level is Level.PROFESSION:
        return "", "", key.code
    return key.code, key.other_code, ""


def _by_code(model: Any, codes: Collection[str]) -> Mapping[str, Any]:
    return {one.code: one for one in model.objects.filter(code__in=codes)}


def _turn(
    gone: Sequence[Signal],
    back: Sequence[Signal],
    still: Sequence[tuple[Signal, Found]],
    at: datetime,
) -> None:
    """Write down what became of signals that wait; new numbers once for each round."""
    said = set(
        SignalTurn.objects.filter(what=Turn.AGAIN, signal__in=[one.pk for one, _ in still])
        .order_by()
        .values_list("signal", "basis")
    )
    turns = [SignalTurn(signal=one, what=Turn.GONE, at=at) for one in gone]
    turns += [SignalTurn(signal=one, what=Turn.BACK, at=at) for one in back]
    turns += [
        SignalTurn(
            signal=one, what=Turn.AGAIN, basis=now.basis.key, says=f"{now.headline}. {now.says}",
            at=at,
        )
        for one, now in still
        if now.basis.key != one.basis and (one.pk, now.basis.key) not in said
    ]  # fmt: skip
    SignalTurn.objects.bulk_create(turns)


@transaction.atomic
def end(*, signal: Signal, how: str, reason: str, by: User, at: datetime) -> SignalEnding:
    """Explain a signal, or set it aside. Raises CannotEnd."""
    locked = _lock(signal, by)
    refused = rules.why_not_end(how=how, reason=reason, has_ended=_has_ended(locked))
    if refused:
        raise CannotEnd(refused)
    return _write_ending(locked, how=how, reason=reason.strip(), concern=None, by=by, at=at)


@transaction.atomic
def raise_concern(*, signal: Signal, by: User, at: datetime, **concern: Any) -> Concern:
    """Put a concern on the register because of a signal, and end it: both, or neither.

    ``concern`` is what the register's ``raise_concern`` takes; what the signal saw is added to its
    evidence. Raises Refusal.
    """
    locked = _lock(signal, by)
    if _has_ended(locked):
        raise CannotEnd("Somebody has ended this signal already.")
    here = concern["organisation"]
    evidence = [*_evidence_of(locked, here, by), *concern.pop("evidence", ())]
    made = register.raise_concern(**concern, evidence=evidence, by=by, at=at)
    _write_ending(locked, how=How.RAISED, reason="", concern=made, by=by, at=at)
    return made


@transaction.atomic
def join(*, signal: Signal, concern: Concern, text: str, by: User, at: datetime) -> Concern:
    """Add what a signal saw to a concern that is not closed, and end it. Raises Refusal."""
    locked = _lock(signal, by)
    if _has_ended(locked):
        raise CannotEnd("Somebody has ended this signal already.")
    held, standing = standings.lock(concern, at=at)
    if standing.state == Standing.State.CLOSED:
        raise CannotEnd("That concern is closed. Reopen it first, or choose another.")
    for one in _evidence_of(locked, held.organisation, by):
        register.add_evidence(concern=held, evidence=one, by=by, at=at)
    _write_ending(locked, how=How.JOINED, reason=text.strip(), concern=held, by=by, at=at)
    return held


def _evidence_of(
    signal: Signal, organisation: Organisation, by: User
) -> list[register.NewEvidence]:
    """What a signal leaves on a concern: what it says, and the survey result if there is one.

    What is about a wider place than the concern is for the quality team: a provider does not see
    the figures of its region inside the service.
    """
    own = signal.organisation.provider_id if signal.organisation else None
    wider = own is None or own != organisation.provider_id
    evidence = [
        register.NewEvidence(
            text=f"{signal.headline} ({signal.place_name}). {signal.says}",
            signal_reference=signal.reference,
            is_internal=wider,
        )
    ]
    if signal.dataset_id and signal.measure:
        asked = {
            "dataset": signal.dataset_id,
            "level": signal.group_level,
            "group": signal.group_code,
            "other": signal.group_other_code,
            "measure": signal.measure,
        }
        found = from_results.find(asked, by)
        evidence += [replace(found.as_evidence(), is_internal=wider)] if found else []
    return evidence


def _lock(signal: Signal, by: User) -> Signal:
    at = signal.organisation or viewer.WHOLE_COUNTRY
    viewer.require(by, Permission.JUDGE_STANDARDS, at=at)
    return Signal.objects.select_for_update(of=("self",)).get(pk=signal.pk)


def _has_ended(signal: Signal) -> bool:
    return SignalEnding.objects.filter(signal=signal).exists()


def _write_ending(
    signal: Signal, *, how: str, reason: str, concern: Concern | None, by: User, at: datetime
) -> SignalEnding:
    made = SignalEnding.objects.create(
        signal=signal, how=how, reason=reason, concern=concern, at=at, by=by
    )
    record.record(
        action="insight.signals.end",
        subject=signal,
        by=by,
        at=at,
        reference=signal.reference,
        summary=f"Signal ended: {made.get_how_display().lower()}"
        f"{f' {concern.reference}' if concern else ''}",
        is_internal=True,
    )
    return made
