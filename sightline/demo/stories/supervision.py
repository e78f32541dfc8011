"""A trust whose supervision falls, is raised, acted on, and recovers."""

from __future__ import annotations

from datetime import timedelta

from sightline.demo.stories.chosen import SUPERVISION
from sightline.demo.stories.signalled import joins
from sightline.demo.stories.telling import decide, keep, promise, raise_from_results, review, tell
from sightline.demo.stories.world import World
from sightline.respond.register import actions as register
from sightline.results.levels import GroupKey, Level


def falls_and_recovers(world: World, code: str) -> None:
    trust = world.organisations[code]
    director = world.cast.directors[code]
    key = GroupKey(Level.PROVIDER, code)
    low = world.lowest(1, key, world.items(SUPERVISION), 3)
    concern = raise_from_results(
        world,
        index=1,
        key=key,
        measures=low,
        at=world.after_round(1, 21),
        title="Clinical supervision has fallen across the trust",
        summary=(
            "Answers about clinical supervision fell sharply in one year, in most professions. "
            "Learners say that they often do not know who supervises them out of hours."
        ),
        internal=(
            "The medical director left in the summer and the post was vacant during the survey. "
            "Handle with care: the chair has asked for a private word."
        ),
        risk=(4, 4),
        learners=240,
    )
    joins(world, concern, world.after_round(1, 21, 11))
    register.ask_provider(
        concern=concern,
        text="Who supervises learners out of hours on each ward, and how do learners know?",
        by=world.manager(trust),
        at=world.after_round(1, 22),
    )
    register.answer(
        concern=concern,
        text=(
            "Rotas named a supervisor on weekdays only. From next month every shift names one, "
            "and the name is on the board of each ward."
        ),
        by=director,
        at=world.after_round(1, 33),
    )
    decide(world, concern, 1, "The provider accepts the finding and has a plan.",
           world.after_round(1, 40))  # fmt: skip
    first = promise(
        world,
        concern,
        world.after_round(1, 45),
        text="Every shift on every ward names a clinical supervisor, whom learners can see.",
        days=120,
        shown_by="Rotas of two months and a photograph of three ward boards",
    )
    second = promise(
        world,
        concern,
        world.after_round(1, 45, 11),
        text="Supervisors have time for supervision in their job plans.",
        days=200,
        shown_by="A summary of job plans, by specialty",
    )
    decide(
        world,
        concern,
        2,
        "Two specialties have no supervisor with time in a job plan, so the plan cannot work yet.",
        world.after_round(1, 75),
    )
    register.write_note(
        concern=concern,
        lane="internal",
        text="Regulator told informally. They will wait for the next survey.",
        by=world.manager(trust),
        at=world.after_round(1, 80),
    )
    keep(world, first, director, world.after_round(1, 150), "Rotas of March and April attached.")
    review(world, concern, world.after_round(1, 170), risk=(3, 3), direction="better")
    keep(world, second, director, world.after_round(1, 230),
         "Job plans of 94% of supervisors include the time.")  # fmt: skip
    decide(world, concern, 1, "Both promises are kept. We wait for what learners say.",
           world.after_round(1, 260))  # fmt: skip
    # The latest round shows that it has recovered.
    register.add_evidence(
        concern=concern,
        evidence=world.evidence(2, key, low)[0],
        by=world.manager(trust),
        at=world.after_round(2, 5),
    )
    decide(world, concern, 0, "Supervision is back where it was, in the answers of learners.",
           world.after_round(2, 8))  # fmt: skip
    register.close(
        concern=concern,
        outcome="resolved",
        reason="Promises kept, and the answers of learners have recovered.",
        evidence_text="Latest survey round, proofs of both commitments, and a visit.",
        monitoring_date=world.clock.anchor + timedelta(days=180),
        by=world.manager(trust),
        at=world.after_round(2, 10),
    )
    tell(
        world,
        commitment=first,
        organisation=trust,
        programme=None,
        index=1,
        measures=low,
        you_said="Last year you told us that you often did not know who supervised you.",
        we_did=(
            "Every shift now names a clinical supervisor. The name is on the board of the ward. "
            "Supervisors have time for it in their job plans."
        ),
        outcome="changed",
        at=world.after_round(2, 11),
    )
