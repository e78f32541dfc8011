"""Signals: looked for after two rounds, some ended in each way, the others waiting.

Nobody in it exists, and nothing in it happened.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sightline.demo.stories.chosen import SPECIALTY
from sightline.demo.stories.world import World
from sightline.insight.signals import actions as signals
from sightline.insight.signals.models import Signal
from sightline.insight.signals.words import Kind
from sightline.organisations.models import Organisation
from sightline.respond.register.models import Concern, Standing

#: How some of those that wait end; the others, at least as many, go on waiting.
_ENDS = ("raised", "aside", "explained", "explained", "aside", "explained", "raised", "aside",
         "explained")  # fmt: skip
_WHY_ASIDE = (
    "Ten of ten thousand results look like this by chance, and nothing else says so.",
    "The provider has few learners on this programme, and they were others this year.",
    "Known from last year’s visit; nothing new in it.",
)
_WHY_EXPLAINED = (
    "The learning centre was closed for building work and has opened again.",
    "Two sites joined the trust, so other learners answered than a year ago.",
    "A new rota began in the month of the survey; the provider showed us the dates.",
    "The programme moved to another site in the summer.",
)


def look(world: World, at: datetime) -> None:
    """As the nightly duty does."""
    signals.look_nightly(by=None, at=at)


def joins(world: World, concern: Concern, at: datetime) -> None:
    """What was found at a concern's place in the same programme or theme belongs to it."""
    here = Signal.objects.waiting().filter(
        kind__in=(Kind.FALL, Kind.WORSE),
        organisation=concern.organisation,
        programme=concern.programme,
    )
    for one in here.order_by("pk")[:1]:
        signals.join(
            signal=one,
            concern=concern,
            text="It is what the concern is about.",
            by=world.manager(concern.organisation),
            at=at,
        )


def tell_of(world: World) -> None:
    """The look of last night, and what became of some of what it found."""
    night = world.clock.last_night
    look(world, night)
    at = night + timedelta(hours=6)
    _join_the_specialty(world, at)
    left = list(
        Signal.objects.waiting()
        .exclude(organisation=None)
        .exclude(programme__code=SPECIALTY)
        .select_related("organisation__region", "programme", "dataset")
        .order_by("strength", "pk")
    )
    reasons = {"aside": iter(_WHY_ASIDE), "explained": iter(_WHY_EXPLAINED)}
    for how, one in zip(_ENDS, left[: len(left) // 2], strict=False):
        place = one.organisation
        if place is None:
            continue
        if how == "raised":
            _raise(world, one, place, at)
        else:
            signals.end(
                signal=one,
                how=how,
                reason=next(reasons[how]),
                by=world.manager(place),
                at=at,
            )


def _join_the_specialty(world: World, at: datetime) -> None:
    """All but the last, which waits for a person."""
    found = Signal.objects.waiting().filter(programme__code=SPECIALTY).order_by("pk")
    for one in list(found)[:-1]:
        concern = Concern.objects.filter(
            programme=one.programme, organisation=one.organisation
        ).first()
        last = concern.standings.order_by("-at", "-pk").first() if concern else None
        if concern is None or last is None or last.state == Standing.State.CLOSED:
            continue
        signals.join(
            signal=one,
            concern=concern,
            text="The same programme, a year on.",
            by=world.manager(concern.organisation),
            at=max(at, last.at),
        )


def _raise(world: World, signal: Signal, place: Organisation, at: datetime) -> None:
    manager = world.manager(place)
    measure = world.measures.get(signal.measure)
    level = "programme" if signal.programme_id else "organisation"
    signals.raise_concern(
        signal=signal,
        level=level if place.is_provider else "system",
        organisation=place,
        environment=None,
        programme=signal.programme,
        professions=[],
        standards=world.standards_of([measure] if measure else []),
        source="survey",
        title=signal.headline[:160],
        summary=signal.says,
        internal_summary="",
        learners_affected=None,
        likelihood=3,
        impact=3,
        controls="",
        owner=manager,
        next_review_date=at.date() + timedelta(days=28),
        share=True,
        by=manager,
        at=at,
    )
