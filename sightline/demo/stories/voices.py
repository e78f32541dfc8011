"""What people raised: some in each state, in several regions. Nobody in it exists."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sightline.demo.stories.world import World
from sightline.listen.voices import actions
from sightline.listen.voices.guardians import actions as guardians
from sightline.listen.voices.models import Voice
from sightline.listen.voices.stories import actions as stories
from sightline.organisations.models import LearningEnvironment, Organisation
from sightline.people.models import User
from sightline.respond.register import actions as register

_NIGHTS = (
    "At night there is nobody senior on the floor. Twice this month I was left alone with patients "
    "who were getting worse, and the bleep was not answered for forty minutes."
)
_NIGHTS_TOO = (
    "I am a second-year student on the same ward. On nights we have no registered nurse with us "
    "for long stretches. I am afraid that something will happen."
)
_ROTA = (
    "Our rota is changed the evening before. I have missed three teaching sessions and cannot plan "
    "childcare."
)
_SPOKEN_TO = (
    "One of the supervisors humiliates students in front of patients. Everybody here knows who it "
    "is, and people have left placements because of it."
)
_CLINICS = (
    "I have not been to a clinic for four months because I am always moved to cover the wards. I "
    "cannot get my competencies signed off."
)
_PARKING = (
    "There is nowhere to park for students who come off a late shift, and the last bus has gone."
)
_STORY = (
    "On my first day the ward sister had a locker, a badge and a buddy ready for me. She sat with "
    "me at the end of the shift and asked how it was. I was not afraid to ask questions after that."
)
_STORY_TOLD = (
    "On a learner’s first day a locker, a badge and a buddy were ready. At the end of the shift "
    "somebody sat down with the learner and asked how it had been. It made asking questions easy."
)
_CARE = (
    "My father was dying and the students on the ward made time to wash his hair and play his "
    "music. Their mentor let them, and showed them how."
)


def _raise(world: World, key: str, organisation: Organisation, at: datetime, **told: Any) -> Voice:
    """The same number for the same seed: the form's secret comes from it."""
    form = f"made-up {key} {world.random.integers(0, 2**62)}"
    said: dict[str, Any] = {
        "kind": "concern",
        "who": "learner",
        "privacy": "anonymous",
        "organisation": organisation,
        "begins_on": at.date(),
        "patients_safety": "no",
        "somebodys_safety": "no",
    }
    return actions.raise_voice(form=form, said=actions.Said(**(said | told)), by=None, at=at).voice


def tell_of(world: World, code: str, others: tuple[str, ...], ward: LearningEnvironment) -> None:
    """Two nurses tell of the same ward; the rest stands at each step of a case."""
    trust = world.organisations[code]
    manager = world.manager(trust)
    nursing = world.programmes.get("NURSING-ADULT")
    _guardians(world, code, others)
    today = world.clock.anchor

    def moment(days_before: int, hour: int = 11) -> datetime:
        return world.clock.moment(today - timedelta(days=days_before), hour)

    first = _raise(
        world, "nights", trust, moment(34), what_happened=_NIGHTS, patients_safety="yes",
        environment=ward, programme=nursing, who_is_affected="Me, and the patients of bays 1 to 3",
        what_they_wish="A senior nurse whom we can reach at night.",
    )  # fmt: skip
    second = _raise(
        world, "nights too", trust, moment(31), what_happened=_NIGHTS_TOO, patients_safety="unsure",
        environment=ward,
    )  # fmt: skip
    actions.acknowledge(voice=first, by=manager, at=moment(33))
    actions.write(
        voice=first, kind="question", text="Which nights were these? The month is enough.",
        by=manager, at=moment(33, 15),
    )  # fmt: skip
    actions.add(
        voice=first, text="The weekends of the middle of the month.", by=None, at=moment(32)
    )
    actions.acknowledge(voice=second, by=manager, at=moment(30))
    actions.link(voice=second, other=first, by=manager, at=moment(30, 14))
    actions.note(
        voice=first, text="Fits what the survey says about nights there.",
        by=manager, at=moment(30, 15),
    )  # fmt: skip
    _take_up(world, first, second, ward, moment(29), manager)
    actions.answer(
        voice=first,
        text="A senior nurse is now on every night shift, with a telephone that is answered. The "
        "ward’s board shows the number. Please tell us whether you notice it.",
        also=[second],
        by=manager,
        at=moment(12),
    )
    actions.confirm(voice=first, changed="yes", text="She came at once.", by=None, at=moment(5))
    actions.confirm(
        voice=second,
        changed="partly",
        text="Weekdays yes, weekends not yet.",
        by=None,
        at=moment(3),
    )
    _around(world, trust, others, moment)


def _take_up(
    world: World,
    first: Voice,
    second: Voice,
    ward: LearningEnvironment,
    at: datetime,
    manager: User,
) -> None:
    concern = register.take_up_voice(
        voice=first,
        answer="We have put this on our register and are asking the trust today who is on the ward "
        "at night. We come back to you here.",
        level="environment",
        organisation=ward.organisation,
        environment=ward,
        programme=None,
        professions=[],
        standards=[world.standards["3.5"]],
        source="learner",
        title="Learners without a senior nurse at night",
        summary="We were told that learners are at times without a senior nurse on the ward at "
        "night and cannot reach one.",
        internal_summary="",
        learners_affected=None,
        likelihood=4,
        impact=4,
        controls="",
        owner=manager,
        next_review_date=(at + timedelta(days=60)).date(),
        evidence=[register.NewEvidence(text="Raised with the quality team by learners.")],
        share=True,
        by=manager,
        at=at,
    )
    actions.take_up(
        voice=second,
        concern_reference=concern.reference,
        answer="You are not the only one who told us. It is on our register, and we are asking the "
        "trust today.",
        by=manager,
        at=at + timedelta(hours=1),
    )


def _around(world: World, trust: Organisation, others: tuple[str, ...], moment: Any) -> None:
    """One in each other state, here and in other regions."""
    manager = world.manager(trust)
    _raise(world, "rota", trust, moment(1), what_happened=_ROTA)
    _raise(
        world, "one person", trust, moment(2), what_happened=_SPOKEN_TO, names_individual=True,
        somebodys_safety="yes",
    )  # fmt: skip
    _raise(
        world, "later", trust, moment(4), what_happened=_CLINICS,
        begins_on=(moment(0) + timedelta(days=40)).date(),
    )  # fmt: skip
    parking = _raise(
        world, "parking", trust, moment(20), what_happened=_PARKING, privacy="confidential",
        name="Made-up Person", email="made-up.person@example.org",
    )  # fmt: skip
    actions.triage(
        voice=parking,
        outcome="signpost",
        answer="Parking is for the trust’s travel team, who keep spaces for late shifts: ask the "
        "placement office for a permit. We have told them that learners do not know of it.",
        reason="Not about the quality of education.",
        by=manager,
        at=moment(18),
    )
    story = _raise(
        world, "first day", trust, moment(25), kind="teaching", what_happened=_STORY,
        may_publish=True, patients_safety="", somebodys_safety="",
    )  # fmt: skip
    actions.triage(
        voice=story, outcome="story", answer="Thank you. We would like other wards to know of it.",
        reason="", by=manager, at=moment(23),
    )  # fmt: skip
    stories.release(
        voice=story, title="A first day that was ready", text=_STORY_TOLD, by=manager, at=moment(22)
    )
    for days, code in zip((9, 6), others, strict=False):
        elsewhere = world.organisations[code]
        clinics = _raise(world, f"clinics {code}", elsewhere, moment(days), what_happened=_CLINICS)
        actions.acknowledge(voice=clinics, by=world.manager(elsewhere), at=moment(days - 1))
        _raise(
            world, f"care {code}", elsewhere, moment(days - 2), kind="care", who="patient",
            what_happened=_CARE, may_publish=True, patients_safety="", somebodys_safety="",
        )  # fmt: skip


def _guardians(world: World, code: str, others: tuple[str, ...]) -> None:
    """Made-up guardians; numbers from those kept for fiction."""
    at = world.clock.moment(world.clock.day(60))
    for number, one in enumerate((code, *others)):
        guardians.keep(
            organisation=world.organisations[one],
            name="Made-up Guardian",
            email=f"guardian-{one.lower()}@example.org",
            phone=f"01632 9601{number:02d}",
            hours="Monday to Friday, 9am to 5pm. Leave a message at other times.",
            by=world.cast.administrator,
            at=at,
            is_made_up=True,
        )
