"""A specialty in trouble in four trusts."""

from __future__ import annotations

from collections.abc import Sequence

from sightline.demo.stories.chosen import SPECIALTY
from sightline.demo.stories.telling import decide, promise, raise_from_results, review
from sightline.demo.stories.world import World
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Measure


def in_trouble(world: World, codes: Sequence[str]) -> None:
    names = [world.organisations[code].name for code in codes]
    for position, code in enumerate(codes):
        key = GroupKey(Level.PROVIDER_PROGRAMME, code, SPECIALTY)
        index = 1 if position < 2 else 2
        shown = world.lowest(index, key, [m for m in world.measures.values()
                                          if m.kind == Measure.Kind.ITEM], 2)  # fmt: skip
        if not shown:
            continue
        concern = raise_from_results(
            world,
            index=index,
            key=key,
            measures=shown,
            level="programme",
            at=world.after_round(index, 9 + position),
            title="Obstetrics and gynaecology trainees report a poor experience",
            summary=(
                "Trainees in obstetrics and gynaecology answer lower than in other programmes "
                "at the trust, and lower than the same programme elsewhere."
            ),
            internal="The same specialty is low in several trusts. Consider a programme review.",
            risk=(4, 4) if position < 2 else (3, 4),
            learners=18 + position,
        )
        if index == 1:
            decide(world, concern, 1, "A plan is agreed with the specialty.",
                   world.after_round(1, 50))  # fmt: skip
            promise(
                world,
                concern,
                world.after_round(1, 60),
                text="Trainees are released for protected teaching every week.",
                days=240,
                owner_name="College tutor",
            )
            review(
                world,
                concern,
                world.after_round(1, 200),
                risk=(4, 4),
                direction="worse",
                waiting=("Rotas that show protected teaching", names[position]),
                days=45,
            )
            decide(world, concern, 2, "The plan is not delivering: the next round is lower still.",
                   world.after_round(2, 6))  # fmt: skip
        else:
            decide(world, concern, 1, "First decision, while the specialty is heard.",
                   world.after_round(2, 13))  # fmt: skip
