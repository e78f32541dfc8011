"""The everyday work of seven regions: concerns raised from red flags, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from sightline.commitments import actions as commitments
from sightline.commitments.models import Commitment
from sightline.demo.stories import telling
from sightline.demo.stories.world import World
from sightline.respond.register import actions as register
from sightline.respond.register.models import Concern
from sightline.results import gate
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Measure
from sightline.stats.outliers import Colour

_PROMISES = (
    "Learners meet their supervisor in the first week and agree what they want to learn.",
    "Log-ins and badges are ready on the first day.",
    "Teaching is in the rota and learners are released for it.",
    "Every team has a named lead for learners.",
    "Learners have a room with computers and somewhere to rest.",
    "Feedback is given at the end of every week, in private.",
)
_REASONS = (
    "The provider has a credible plan and keeps us informed.",
    "Several sources point the same way and the plan is late.",
    "Learners confirm that it has improved.",
)


def fill(world: World, how_many: int, skip: Sequence[str]) -> None:
    """``how_many`` concerns at providers that no story is about."""
    for number, (index, key, measure) in enumerate(_reds(world, how_many, skip)):
        _one(world, number, index, key, measure)


def _reds(world: World, how_many: int, skip: Sequence[str]) -> list[tuple[int, GroupKey, Measure]]:
    """Red flags of providers, one a provider and round, in an order of chance."""
    items = [m for m in world.measures.values() if m.kind == Measure.Kind.ITEM]
    codes = [m.code for m in items]
    keys = [
        GroupKey(Level.PROVIDER, code)
        for code, organisation in world.organisations.items()
        if organisation.is_provider and organisation.closed_date is None and code not in skip
    ]
    found: list[tuple[int, GroupKey, Measure]] = []
    for index in (0, 1, 2):
        flags = gate.open_round(world.datasets[index]).overview(keys, codes).are(Colour.RED)
        for key, is_red in zip(keys, flags, strict=True):
            reds = np.flatnonzero(is_red)
            if len(reds):
                found.append((index, key, items[reds[int(world.random.integers(len(reds)))]]))
    order = world.random.permutation(len(found))[:how_many]
    return [found[i] for i in sorted(order)]


def _one(world: World, number: int, index: int, key: GroupKey, measure: Measure) -> None:
    """One concern and what became of it, by chance."""
    chance = world.random.random(6)
    organisation = world.organisations[key.code]
    shared = chance[4] < 0.85
    # Of the first round, all through the year, so that months can be compared.
    at = world.after_round(index, 6 + int(chance[0] * (330, 40, 10)[index]))
    concern = telling.raise_from_results(
        world,
        index=index,
        key=key,
        measures=[measure],
        at=at,
        title=f"{measure.label}: lower than at providers like it",
        summary=(
            f"Answers to “{measure.label}” are lower than at most providers of the same kind. "
            "The provider has been asked what lies behind it."
        ),
        risk=(2 + int(chance[1] * 3), 2 + int(chance[2] * 3)),
        learners=20 + int(chance[3] * 80),
        share=shared,
    )
    if index == 2:
        return
    if chance[1] > 0.3:
        telling.decide(world, concern, 1, _REASONS[0], at + timedelta(days=20))
    # Most of what was promised first is kept by now.
    kept = chance[5] * (1 if index else 0.6)
    commitment = _promised(world, number, concern, at, kept) if shared else None
    # What came of the first round is over by now.
    if index and chance[2] > 0.8:
        telling.decide(world, concern, 2, _REASONS[1], at + timedelta(days=150))
        telling.review(
            world,
            concern,
            at + timedelta(days=200),
            risk=(4, 4),
            direction="worse",
            days=170,
            waiting=("A new plan with dates", organisation.name),
        )
        return
    direction = "better" if chance[2] < 0.5 or not index else "same"
    telling.review(
        world, concern, at + timedelta(days=195), risk=(2, 2), direction=direction, days=200
    )
    if direction == "better" and (chance[3] < 0.6 or not index):
        _closed_and_told(
            world, number, index, concern, commitment, measure, at, tell=chance[3] < 0.4
        )


def _promised(
    world: World, number: int, concern: Concern, at: datetime, chance: float
) -> Commitment:
    """Agreed a month later; kept, waiting for a check, late, or not due yet."""
    organisation = concern.organisation
    director = world.director(organisation)
    commitment = telling.promise(
        world,
        concern,
        at + timedelta(days=30),
        text=_PROMISES[number % len(_PROMISES)],
        days=400 if chance > 0.85 else 200,
        owner_name=director.name,
    )
    if chance < 0.55:
        telling.keep(world, commitment, director, at + timedelta(days=190), "See the papers sent.")
    elif chance < 0.7:
        commitments.send_proof(
            commitment=commitment,
            text="The minutes of the education committee of last month say so.",
            done_date=world.clock.day(6),
            by=director,
            at=world.clock.moment(world.clock.day(5)),
        )
    return commitment


def _closed_and_told(
    world: World,
    number: int,
    index: int,
    concern: Concern,
    commitment: Commitment | None,
    measure: Measure,
    at: datetime,
    *,
    tell: bool,
) -> None:
    register.close(
        concern=concern,
        outcome="improved",
        reason=_REASONS[2],
        evidence_text="A visit, and what learners told us there.",
        monitoring_date=None,
        by=world.manager(concern.organisation),
        at=at + timedelta(days=215 + number * 7 % 50),
    )
    if tell:
        telling.tell(
            world,
            commitment=commitment,
            organisation=concern.organisation,
            programme=None,
            index=index,
            measures=[measure],
            you_said=f"You told us that “{measure.label}” fell short of what you need.",
            we_did=_PROMISES[number % len(_PROMISES)],
            outcome="changed",
            at=at + timedelta(days=270),
        )
