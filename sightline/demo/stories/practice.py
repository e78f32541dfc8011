"""A small practice, where suppression matters."""

from __future__ import annotations

from datetime import timedelta

from sightline.demo.stories.telling import promise, review, tell
from sightline.demo.stories.world import World
from sightline.respond.register import actions as register


def tell_of(world: World, code: str) -> None:
    """Too few answers to show: what people were told in person is on the register instead."""
    practice = world.organisations[code]
    manager = world.manager(practice)
    at = world.after_round(1, 40)
    concern = register.raise_concern(
        level="organisation",
        organisation=practice,
        environment=None,
        programme=world.programmes["GP"],
        professions=[world.programmes["GP"].profession],
        standards=[world.standards["3.6"]],
        source="learner",
        title="Tutorial time is lost to surgeries",
        summary="We were told that the weekly tutorial is often given up for extra surgeries.",
        internal_summary="So few learners are here that any detail would name somebody.",
        learners_affected=None,
        likelihood=3,
        impact=2,
        controls="",
        owner=manager,
        next_review_date=at.date() + timedelta(days=60),
        evidence=[register.NewEvidence(text="Told to us at a visit of the training hub.")],
        share=True,
        by=manager,
        at=at,
    )
    commitment = promise(
        world,
        concern,
        at + timedelta(days=20),
        text="The tutorial is in the rota and is not moved for surgeries.",
        days=90,
        owner_name="Practice manager",
    )
    review(world, concern, at + timedelta(days=150), risk=(2, 2), direction="better", days=240)
    tell(
        world,
        commitment=commitment,
        organisation=practice,
        programme=None,
        index=1,
        measures=world.items("opportunities")[:1],
        you_said="You told us that teaching time was lost to surgeries.",
        we_did="The tutorial is now in the rota and is not moved.",
        outcome="changed",
        at=at + timedelta(days=170),
    )
