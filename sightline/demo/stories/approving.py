"""Approvals of small places in every state, and two people who act for education providers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sightline.demo import people
from sightline.demo.stories.world import World
from sightline.govern.approvals import actions
from sightline.govern.approvals.conditions import actions as conditions
from sightline.govern.approvals.documents import actions as documents
from sightline.govern.approvals.joining import actions as joining
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.panels import actions as panels
from sightline.govern.approvals.panels.actions import NewCondition
from sightline.govern.approvals.panels.models import Panel
from sightline.govern.approvals.sharing import actions as sharing
from sightline.listen.outside.models import EducationProvider
from sightline.organisations.models import Organisation
from sightline.people.models import User

_PAPER = b"""Induction of learners

First day: welcome, log-ins, fire exits, who is who, how to raise a concern.
First week: shadowing in each room; a first talk with the supervisor.
"""
_PANEL = (
    ("Hyacinth Osborne-Lall", "lay"),
    ("Corwin Adeleke", "educator"),
    ("Marigold Trevanion", "education"),
)
_GAP = "A second supervisor is trained, so that somebody is there in holidays."


class _Story:
    """Places near the trust that people try, taken one after the other."""

    def __init__(self, world: World, trust: str, skip: Sequence[str]) -> None:
        self.world = world
        home = world.organisations[trust]
        self.manager = world.manager(home)
        self.board = home.icb
        self.places = [
            one
            for code, one in sorted(world.organisations.items())
            if one.kind == Organisation.Kind.PRACTICE
            and one.region_id == home.region_id
            and one.closed_date is None
            and code not in skip
        ]
        since = world.clock.window(0)[0]
        began = world.clock.moment(since)
        self.schools = list(EducationProvider.objects.order_by("ukprn")[:2])
        self.leads = [
            people.make_education_lead(number, school, since=since, at=began)
            for number, school in enumerate(self.schools)
        ]

    def moment(self, days_before: int, hour: int = 10) -> datetime:
        return self.world.clock.moment(self.world.clock.day(days_before), hour)

    def day(self, days_before: int) -> date:
        return self.world.clock.day(days_before)

    def begin(
        self, days_before: int, place: Organisation, setting: str = "gp_practice"
    ) -> Approval:
        """An application that is complete, with a document, not sent in yet."""
        at, lead = self.moment(days_before), self.leads[0]
        found = actions.begin(
            organisation=place, environment=None, setting=setting,
            education_provider=self.schools[0], by=lead, at=at,
        )  # fmt: skip
        programme = self.world.programmes["NURSING-ADULT"]
        actions.add_line(
            approval=found, profession=programme.profession, programme=programme,
            level=programme.level, learners=2, by=lead, at=at,
        )  # fmt: skip
        actions.save(
            approval=found,
            what_for="Six weeks with the practice nurses: long-term conditions, wounds, vaccines.",
            supervision="Two practice nurses trained as assessors; a partner looks after learning.",
            supervisors=2, seen_version=found.version, by=lead, at=at,
        )  # fmt: skip
        documents.add(
            approval=found, title="Induction plan", file=io.BytesIO(_PAPER),
            file_name="induction-plan.txt", by=lead, at=at,
        )  # fmt: skip
        return found

    def send_in(self, days_before: int, place: Organisation) -> Approval:
        found = self.begin(days_before + 3, place)
        return actions.submit(approval=found, by=self.leads[0], at=self.moment(days_before))

    def panel(self, found: Approval, days_before: int) -> Panel:
        at = self.moment(days_before)
        panel = panels.open_panel(
            approval=found, meets_date=self.day(days_before), notes="By video call.",
            by=self.manager, at=at,
        )  # fmt: skip
        for name, capacity in _PANEL:
            has_interest = capacity == "education"
            panels.add_member(
                panel=panel, name=name, capacity=capacity, email="", has_interest=has_interest,
                interest="Teaches the learners who would come." if has_interest else "",
                belongs_to_place=False, by=self.manager, at=at,
            )  # fmt: skip
        return panel

    def decide(
        self,
        found: Approval,
        days_before: int,
        *,
        outcome: str = "approved",
        lasts: int = 360,
        due: int | None = None,
        why_early: str = "",
    ) -> Approval:
        """Decided so many days ago; ``due``: days after that by which its condition is due."""
        panel = self.panel(found, days_before)
        decided = self.day(days_before)
        is_for = outcome in ("approved", "conditions")
        set_ = [] if due is None else [
            NewCondition(_GAP, "Practice manager", decided + timedelta(days=due))
        ]  # fmt: skip
        panels.decide(
            panel=panel, outcome=outcome,
            reasons="Supervision, induction and room for learners are in place."
            if is_for else "Nobody is there to supervise for half of the week.",
            decided_date=decided,
            review_date=decided + timedelta(days=lasts) if is_for else None,
            lead=self.schools[0] if is_for else None,
            why_early=why_early,
            without_readiness="The panel visited and spoke to the team." if is_for else "",
            deciders=list(panel.members.all())[:2], conditions=set_, numbers={}, evidence=[],
            documents=list(found.documents.all()), by=self.manager, at=self.moment(days_before, 15),
        )  # fmt: skip
        found.refresh_from_db()
        return found


def tell_of(world: World, trust: str, practice: str) -> None:
    """``trust`` is the one whose director people try; ``practice`` is left as it is."""
    story = _Story(world, trust, [practice])
    if not story.places or len(story.schools) < 2:
        return
    manages = User.objects.get(email="practice@example.org").given_roles.get().place
    story.places.sort(key=lambda one: one.pk != manages.pk if manages else False)
    taken = story.places[:12]
    tellers = (
        _waits_for_a_condition, _relied_on, _reviewed, _late, _not_met, _review_is_near, _is_past,
        _before_a_panel, _sent_in, _suspended, _ended, _refused,
    )  # fmt: skip
    for place, tell in zip(taken, tellers, strict=False):
        tell(story, place)
    _new_place(story)


def _waits_for_a_condition(story: _Story, place: Organisation) -> None:
    """That of the practice whose manager people try."""
    story.decide(story.send_in(40, place), 20, outcome="conditions", due=60)


def _relied_on(story: _Story, place: Organisation) -> None:
    """One place, two education providers; the second has asked as well."""
    found = story.decide(story.send_in(150, place), 120, outcome="conditions", due=45)
    one = found.conditions.get()
    at = story.moment(80)
    conditions.prove(
        condition=one, text="Our second nurse passed the course.",
        document=found.documents.first(), by=story.leads[0], at=at,
    )  # fmt: skip
    conditions.check(
        condition=one, said="met", text="Certificate seen.", by=story.manager, at=story.moment(78)
    )
    sharing.rely(
        approval=found, education_provider=story.schools[1],
        programme=story.world.programmes["NURSING-ADULT"], by=story.leads[1], at=story.moment(60),
    )  # fmt: skip
    question = sharing.ask(
        approval=found, kind="question", education_provider=story.schools[1],
        text="Is there a room where learners can study?", by=story.leads[1], at=story.moment(59),
    )  # fmt: skip
    sharing.answer(
        question=question, text="Yes: the library on the first floor, with two computers.",
        by=story.manager, at=story.moment(57),
    )  # fmt: skip
    sharing.ask(
        approval=found, kind="question", education_provider=story.schools[1],
        text="Could two of ours come in the same weeks?", by=story.leads[1], at=story.moment(3),
    )  # fmt: skip


def _reviewed(story: _Story, place: Organisation) -> None:
    found = story.decide(story.send_in(480, place), 450)
    story.decide(
        found, 100, lasts=4 * 365, why_early="The panel met for three places nearby in one week."
    )


def _late(story: _Story, place: Organisation) -> None:
    story.decide(story.send_in(90, place), 70, outcome="conditions", due=60)


def _not_met(story: _Story, place: Organisation) -> None:
    story.decide(story.send_in(150, place), 130, outcome="conditions", due=60)


def _review_is_near(story: _Story, place: Organisation) -> None:
    story.decide(story.send_in(360, place), 338)


def _is_past(story: _Story, place: Organisation) -> None:
    story.decide(story.send_in(400, place), 370)


def _before_a_panel(story: _Story, place: Organisation) -> None:
    story.panel(story.send_in(15, place), 2)


def _sent_in(story: _Story, place: Organisation) -> None:
    story.send_in(4, place)


def _suspended(story: _Story, place: Organisation) -> None:
    found = story.decide(story.send_in(200, place), 180)
    actions.suspend(
        approval=found, reason="Both supervisors are away until spring.", by=story.manager,
        at=story.moment(9),
    )  # fmt: skip


def _ended(story: _Story, place: Organisation) -> None:
    found = story.decide(story.send_in(300, place), 280)
    actions.end(
        approval=found, reason="The practice joins another and takes no learners of its own.",
        by=story.manager, at=story.moment(30),
    )  # fmt: skip


def _refused(story: _Story, place: Organisation) -> None:
    story.decide(story.send_in(70, place), 50, outcome="not_approved")


def _new_place(story: _Story) -> None:
    """A hospice that had no record here is getting ready; another took its application back."""
    if story.board is None:
        return
    at, lead = story.moment(12), story.leads[0]
    made = joining.register_place(
        name="Larkmeadow Hospice", address="Old Mill Lane", postcode="ZZ9 4LH", kind="independent",
        setting="independent", board=story.board, ods_code="", by=lead, at=at,
    )  # fmt: skip
    draft = story.begin(10, made, "independent")
    joining.ask_readiness(approval=draft, by=lead, at=story.moment(9))
    other = story.begin(60, made, "community")
    actions.withdraw(
        approval=other, reason="We apply for the whole hospice instead.", by=lead,
        at=story.moment(15),
    )  # fmt: skip
