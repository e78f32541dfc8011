"""A concern about a learning environment, and one about a whole system."""

from __future__ import annotations

from datetime import timedelta

from sightline.demo.stories.telling import decide, promise
from sightline.demo.stories.world import World
from sightline.organisations.models import LearningEnvironment
from sightline.respond.register import actions as register


def tell_of(world: World, code: str, ward: LearningEnvironment) -> None:
    """One concern about a learning environment, raised by hand, and one about a whole system."""
    trust = world.organisations[code]
    manager = world.manager(trust)
    at = world.clock.moment(world.clock.day(75))
    concern = register.raise_concern(
        level="environment",
        organisation=trust,
        environment=ward,
        programme=world.programmes["NURSING-ADULT"],
        professions=[world.programmes["NURSING-ADULT"].profession],
        standards=[world.standards["1.6"], world.standards["3.8"]],
        source="provider",
        title="Student nurses are counted in the numbers",
        summary="On night shifts students stand in for staff, so that they cannot learn.",
        internal_summary="Raised by the link lecturer first; the ward manager is new.",
        learners_affected=11,
        likelihood=4,
        impact=3,
        controls="The matron checks the night rota.",
        owner=manager,
        next_review_date=world.clock.day(-12),
        evidence=[register.NewEvidence(text="Letter of the university’s link lecturer.")],
        share=True,
        by=manager,
        at=at,
    )
    decide(world, concern, 1, "The ward has a credible plan.", at + timedelta(days=14))
    late = promise(
        world,
        concern,
        at + timedelta(days=15),
        text="Students are never counted in the numbers on a night shift.",
        days=40,
    )
    assert late.first_due_date < world.clock.anchor  # noqa: S101  # this one is overdue
    board = trust.icb or trust
    register.raise_concern(
        level="system",
        organisation=board,
        environment=None,
        programme=None,
        professions=[world.programmes["MIDWIFERY"].profession],
        standards=[world.standards["5.1"], world.standards["6.3"]],
        source="other",
        title="Too few midwifery placements across the system",
        summary="Growth in student numbers is greater than the placements that are agreed.",
        internal_summary="",
        learners_affected=90,
        likelihood=3,
        impact=3,
        controls="A shared placement office is planned.",
        owner=manager,
        next_review_date=world.clock.day(-30),
        evidence=[register.NewEvidence(text="Placement plan of the system.")],
        share=True,
        by=manager,
        at=world.clock.moment(world.clock.day(60)),
    )
