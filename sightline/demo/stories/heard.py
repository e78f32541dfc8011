"""A learner forum that is answered, and a group that finds out what it agrees on."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from sightline.demo.stories.world import World
from sightline.listen.codesign import actions as codesign
from sightline.listen.codesign import voting
from sightline.listen.codesign.models import Conversation
from sightline.listen.forums import actions as forums
from sightline.listen.forums.actions import NewAttendance
from sightline.listen.forums.models import Forum, Meeting
from sightline.listen.forums.points import actions as points
from sightline.listen.forums.points.models import Point
from sightline.organisations.models import Organisation, Profession

STATEMENTS = (
    "Rotas should be out at least six weeks ahead.",
    "Every ward should name one person whom learners can ask.",
    "Shorter placements in more places are better than longer ones in few.",
    "Simulation can take the place of some placement days.",
    "Teaching time should never be moved for the needs of the service.",
    "Learners should choose where they go.",
)
#: How three kinds of people vote on these, in order.
_CAMPS = (
    (24, ("agree", "agree", "agree", "agree", "agree", "agree")),
    (17, ("agree", "agree", "disagree", "disagree", "agree", "disagree")),
    (5, ("agree", "pass", "disagree", "agree", "disagree", "")),
)


def tell_of(world: World, code: str) -> None:
    """At the trust where the cast's learner is."""
    trust = world.organisations[code]
    forum = _forum(world, trust)
    forums.add_member(
        forum=forum,
        user=world.cast.learner,
        group="",
        by=world.manager(trust),
        at=world.after_round(1, 31),
    )
    _first_meeting(world, forum, trust)
    _second_meeting(world, forum, trust)
    _conversation(world, forum, trust)


def _forum(world: World, trust: Organisation) -> Forum:
    manager, at = world.manager(trust), world.after_round(1, 30)
    forum = forums.set_up(
        name=f"Learner voice forum, {trust.name}",
        kind="regional",
        purpose="Learners of all professions meet every term. They hear what came of last time.",
        place=trust,
        programme=None,
        profession=None,
        started_date=at.date(),
        by=manager,
        at=at,
    )
    for group in ("Student nurses and midwives", "Doctors in training", "Practice educators"):
        forums.add_member(forum=forum, user=None, group=group, by=manager, at=at)
    return forum


def _met(
    world: World, forum: Forum, trust: Organisation, index: int, days: int,
    came: tuple[int, int, int],
) -> Meeting:  # fmt: skip
    manager, at = world.manager(trust), world.after_round(index, days)
    meeting = forums.record_meeting(
        forum=forum,
        held_date=at.date(),
        how="both",
        about="How placements go, and what would make them better.",
        not_heard="",
        by=manager,
        at=at + timedelta(hours=3),
    )
    professions = list(Profession.objects.order_by("pk")[:3])
    forums.set_attendance(
        meeting=meeting,
        groups=[
            NewAttendance(number, number + 6, profession)
            for number, profession in zip(came, professions, strict=True)
        ],
        not_heard="People on night shifts. The next meeting begins at 7am for them.",
        by=manager,
        at=at + timedelta(hours=4),
    )
    return meeting


def _said(
    world: World, meeting: Meeting, trust: Organisation, text: str, theme: str, agreed: int,
    present: int, standard: str,
) -> Point:  # fmt: skip
    return points.say(
        meeting=meeting,
        text=text,
        agreed=agreed,
        present=present,
        theme=theme,
        standards=[world.standards[standard]],
        place=None,
        programme=None,
        professions=[],
        by=world.manager(trust),
        at=meeting.recorded_at + timedelta(hours=2),
    )


def _first_meeting(world: World, forum: Forum, trust: Organisation) -> None:
    manager = world.manager(trust)
    meeting = _met(world, forum, trust, 1, 60, (14, 9, 3))
    rotas = _said(world, meeting, trust, "Rotas come out too late to arrange anything.",
                  "rotas", 19, 26, "3.5")  # fmt: skip
    few = _said(world, meeting, trust, "The log-in for the records system came after a week.",
                "induction", 4, 26, "3.9")  # fmt: skip
    good = _said(world, meeting, trust, "The practice educators’ drop-in hour helps a great deal.",
                 "supervision", 16, 26, "3.5")  # fmt: skip
    at = world.after_round(1, 62)
    points.commit(
        point=rotas,
        promise="Rotas for learners are out six weeks ahead.",
        evidence_expected="Rotas of three months, with the day on which they came out",
        owner_name="",
        owner=world.director(trust),
        due_date=world.clock.anchor + timedelta(days=40),
        by=manager,
        at=at,
    )
    promise = points.promise(
        point=few,
        text="Log-ins are asked for two weeks before the first day.",
        owner_name="Head of digital training",
        owner=None,
        due_date=at.date() + timedelta(days=60),
        by=manager,
        at=at,
    )
    later = at + timedelta(days=70)
    points.settle(promise=promise, is_kept=True, text="Since the spring intake.", by=manager,
                  at=later)  # fmt: skip
    points.say_what_came(point=few, state="done", text="Log-ins wait on the first day.",
                         by=manager, at=later)  # fmt: skip
    points.say_what_came(point=rotas, state="answered", text="The trust has committed to it.",
                         by=manager, at=later)  # fmt: skip
    points.mark_practice(
        point=good,
        practice="An hour a week in the canteen, without an appointment. Costs nothing.",
        by=manager,
        at=later,
    )
    points.tell(
        meeting=meeting,
        points=[rotas, few],
        how="meeting",
        told_date=later.date(),
        text="You said that log-ins come late: they now wait on the first day. You said that "
        "rotas come late: the trust has committed to six weeks, and we watch it.",
        by=manager,
        at=later,
    )


def _second_meeting(world: World, forum: Forum, trust: Organisation) -> None:
    manager = world.manager(trust)
    meeting = _met(world, forum, trust, 2, 6, (11, 8, 6))
    point = _said(world, meeting, trust, "There is nowhere to change or to lock things away.",
                  "facilities", 17, 25, "3.9")  # fmt: skip
    points.promise(
        point=point,
        text="Count the lockers on each ward and say what is missing.",
        owner_name="",
        owner=world.director(trust),
        due_date=world.clock.anchor + timedelta(days=9),
        by=manager,
        at=world.after_round(2, 8),
    )


def _conversation(world: World, forum: Forum, trust: Organisation) -> None:
    manager, at = world.manager(trust), world.after_round(1, 90)
    conversation = codesign.make(
        title="What would make placements better?",
        purpose="We plan next year’s placements together. What most people agree on goes first.",
        place=trust,
        programme=None,
        profession=None,
        forum=forum,
        takes_statements=True,
        by=manager,
        at=at,
    )
    for text in STATEMENTS:
        codesign.put(conversation=conversation, text=text, by=manager, at=at)
    conversation = codesign.open_(
        conversation=conversation, closes_date=at.date() + timedelta(days=14), by=manager, at=at
    )
    _vote(conversation)
    codesign.close(conversation=conversation, by=manager, at=at + timedelta(days=14))


def _vote(conversation: Conversation) -> None:
    statements = list(conversation.statements.all())
    day = timezone.localdate(conversation.opened_at)
    for people, votes in _CAMPS:
        for person in range(people):
            participant = voting.participant_of(conversation, voting.join(conversation))
            if participant is None:
                continue
            for number, (statement, choice) in enumerate(zip(statements, votes, strict=True)):
                # One in eight passes, each on another statement.
                own = "pass" if (person + number) % 8 == 0 else choice
                if own:
                    voting.vote(participant, statement, own, day)
