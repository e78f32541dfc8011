"""A trust that puts its teaching right step by step: a promise every month, most of them kept.

So that months can be compared with a target even where little else is promised. Nobody in it
exists, and nothing in it happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sightline.demo.stories import telling
from sightline.demo.stories.world import World
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Measure

#: Months of promises, and which of them were done late.
_MONTHS, _LATE = 17, (4, 9, 13)
_STEPS = (
    "Teaching of the next month is in the rota.",
    "Learners are released for teaching.",
    "A lead for learners is named in one more team.",
    "Feedback of the month is given in private.",
)


def tell_of(world: World, skip: Sequence[str]) -> None:
    """The concern is raised after the first round; the first trust that no story is about."""
    items = [one for one in world.measures.values() if one.kind == Measure.Kind.ITEM]
    for code, place in sorted(world.organisations.items()):
        if code in skip or place.kind != place.Kind.TRUST or place.closed_date is not None:
            continue
        key = GroupKey(Level.PROVIDER, code)
        if shown := world.lowest(0, key, items, 1):
            break
    else:
        return
    raised = world.after_round(0, 30)
    concern = telling.raise_from_results(
        world,
        index=0,
        key=key,
        measures=shown,
        at=raised,
        title="Teaching is cancelled when wards are busy",
        summary="Learners say that teaching is cancelled at short notice. The trust puts it right "
        "step by step, and says every month what was done.",
        risk=(3, 3),
    )
    director = world.director(place)
    for month in range(_MONTHS):
        at = raised + timedelta(days=30 * (month + 1))
        commitment = telling.promise(
            world, concern, at, text=_STEPS[month % len(_STEPS)], days=45,
            owner_name=director.name,
        )  # fmt: skip
        done = at + timedelta(days=60 if month in _LATE else 40)
        telling.keep(world, commitment, director, done, "The minutes of the month say so.")
    telling.review(
        world, concern, raised + timedelta(days=30 * _MONTHS), risk=(2, 3), direction="better",
        days=300,
    )  # fmt: skip
