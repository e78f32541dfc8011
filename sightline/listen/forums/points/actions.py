"""Every change to a point, its promises and what members are told goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base import references
from sightline.commitments import actions as commitments
from sightline.commitments.models import Commitment
from sightline.listen.comments import personal_data
from sightline.listen.forums.models import Meeting
from sightline.listen.forums.points import rules
from sightline.listen.forums.points.models import (
    Outcome,
    Point,
    Promise,
    RaisedConcern,
    Telling,
)
from sightline.listen.forums.points.rules import CannotSay, MayTellOfSomebody
from sightline.listen.forums.running import locked_for, require_team
from sightline.listen.forums.words import Theme
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.people.models import User
from sightline.standards.models import Standard
from sightline.trail import record


def _line(action: str, point: Point, by: User, at: datetime, summary: str, *fields: str) -> None:
    record.record(
        action=f"listen.forums.points.{action}",
        subject=point,
        by=by,
        at=at,
        reference=point.reference,
        summary=summary,
        fields=fields,
    )


def _locked(point: Point, by: User, at: datetime, *, after_end: bool = False) -> Point:
    """The point, locked, for somebody who runs its forum."""
    forum = point.meeting.forum
    if after_end:
        require_team(forum, by)
    else:
        locked_for(forum, by, at)
    return (
        Point.objects.select_for_update(of=("self",))
        .select_related("meeting__forum__place", "place", "programme")
        .get(pk=point.pk)
    )


@transaction.atomic
def say(
    *,
    meeting: Meeting,
    text: str,
    agreed: int | None,
    present: int | None,
    theme: str,
    standards: Sequence[Standard],
    place: Organisation | None,
    programme: Programme | None,
    professions: Sequence[Profession],
    from_reference: str = "",
    nobody_is_recognised: bool = False,
    by: User,
    at: datetime,
) -> Point:
    """Write down what was said at a meeting. Without a place it is about the forum's own.

    ``nobody_is_recognised`` says that ``by`` has looked at what the patterns of personal data find
    in it, and that it tells of nobody. Raises CannotSay.
    """
    forum = locked_for(meeting.forum, by, at)
    if not text.strip():
        raise CannotSay("Write down what was said.")
    why = personal_data.why_not_to_be_read(text)
    if why and not nobody_is_recognised:
        raise MayTellOfSomebody(why)
    if theme not in Theme:
        raise CannotSay("Choose a theme.")
    rules.refuse_unless_counted(agreed, present)
    place = place or forum.place
    if not rules.lies_in(place, forum.place):
        raise CannotSay(
            f"This forum is for {forum.place_name}. Choose that place, or one that lies in it."
        )
    point = Point.objects.create(
        reference=references.next_reference("F", timezone.localdate(at).year),
        meeting=meeting,
        text=text.strip(),
        agreed=agreed,
        present=present,
        theme=theme,
        place=place,
        programme=programme or forum.programme,
        from_reference=from_reference,
        at=at,
        by=by,
    )
    point.standards.set(standards)
    point.professions.set(professions or ([forum.profession] if forum.profession else []))
    _line("say", point, by, at, f"Point recorded, meeting {meeting.number} of {forum.reference}")
    return point


@transaction.atomic
def promise(
    *,
    point: Point,
    text: str,
    owner_name: str,
    owner: User | None,
    due_date: date,
    by: User,
    at: datetime,
) -> Promise:
    """Write down what somebody said they will do, by when."""
    found = _locked(point, by, at)
    name = owner_name.strip() or (owner.name if owner else "")
    if not text.strip() or not name:
        raise CannotSay("Say what is promised and who promises it.")
    if due_date < timezone.localdate(at):
        raise CannotSay("The date it is due must be today or later.")
    made = Promise.objects.create(
        point=found,
        text=text.strip(),
        owner_name=name,
        owner=owner,
        due_date=due_date,
        at=at,
        by=by,
    )
    _line("promise", found, by, at, f"Promise made, due {due_date:%-d %B %Y}", "promises")
    return made


@transaction.atomic
def commit(
    *,
    point: Point,
    promise: str,
    evidence_expected: str,
    owner_name: str,
    owner: User | None,
    due_date: date,
    by: User,
    at: datetime,
) -> Commitment:
    """Agree a commitment with the place that the point is about, with proof and check."""
    found = _locked(point, by, at)
    if found.place is None:
        raise CannotSay(
            "This point is about the whole country, which cannot commit. Write down a promise."
        )
    if not promise.strip():
        raise CannotSay("Say what is promised.")
    if not owner_name.strip() and owner is None:
        raise CannotSay("Say who promises it.")
    made = commitments.agree(
        kind=Commitment.Kind.COMMITMENT,
        organisation=found.place,
        programme=found.programme,
        promise=promise,
        evidence_expected=evidence_expected,
        owner_name=owner_name,
        owner=owner,
        because_kind=Commitment.Because.FORUM,
        because_reference=found.reference,
        measures=[],
        standards=list(found.standards.all()),
        due_date=due_date,
        by=by,
        at=at,
    )
    _line("commit", found, by, at, f"Commitment {made.reference} agreed", "commitments")
    return made


@transaction.atomic
def settle(*, promise: Promise, is_kept: bool, text: str, by: User, at: datetime) -> None:
    """Say whether a promise was kept. Whoever owns it can, and those who run the forum."""
    found = (
        Promise.objects.select_for_update(of=("self",))
        .select_related("point__meeting__forum__place")
        .get(pk=promise.pk)
    )
    if found.owner_id != by.pk:
        require_team(found.point.meeting.forum, by)
    if found.is_kept is not None:
        raise CannotSay("This promise has been settled already. Nothing was changed.")
    if not text.strip():
        raise CannotSay("Say what was done, or why not.")
    found.is_kept, found.settled_text = is_kept, text.strip()
    found.settled_at, found.settled_by = at, by
    found.save(update_fields=["is_kept", "settled_text", "settled_at", "settled_by"])
    summary = "Promise kept" if is_kept else "Promise not kept"
    _line("settle", found.point, by, at, summary, "promises")


@transaction.atomic
def say_what_came(*, point: Point, state: str, text: str, by: User, at: datetime) -> Outcome:
    """Answer a point: what was said in return, done, or not done and why."""
    found = _locked(point, by, at, after_end=True)
    if state not in Outcome.State:
        raise CannotSay("Choose what came of it.")
    if not text.strip():
        raise CannotSay("Say in a sentence what came of it.")
    made = Outcome.objects.create(point=found, state=state, text=text.strip(), at=at, by=by)
    _line("say_what_came", found, by, at, f"What came of it: {made.get_state_display()}", "state")
    return made


@transaction.atomic
def mark_practice(*, point: Point, practice: str, by: User, at: datetime) -> None:
    """Mark a point as good practice, with what others can learn; empty takes the mark away."""
    found = _locked(point, by, at, after_end=True)
    if not practice.strip() and not found.practice:
        raise CannotSay("Say what others can learn from it.")
    found.practice = practice.strip()
    found.practice_at = at if found.practice else None
    found.save(update_fields=["practice", "practice_at"])
    summary = "Marked as good practice" if found.practice else "No longer marked as good practice"
    _line("mark_practice", found, by, at, summary, "practice")


@transaction.atomic
def tell(
    *,
    meeting: Meeting,
    points: Sequence[Point],
    how: str,
    told_date: date,
    text: str,
    by: User,
    at: datetime,
) -> Telling:
    """Tell the members what came of their points. Members who sign in read it here."""
    require_team(meeting.forum, by)
    if not points:
        raise CannotSay("Choose at least one point that members are told about.")
    if not text.strip():
        raise CannotSay("Write down what the members were told.")
    if how not in Telling.How:
        raise CannotSay("Say how the members were told.")
    found = list(
        Point.objects.with_state().filter(pk__in=[one.pk for one in points], meeting=meeting)
    )
    if len(found) != len(points):
        raise CannotSay("A point belongs to another meeting. Choose points of this meeting.")
    states = [one.state for one in found]
    rules.refuse_unless_told(
        "open" if "open" in states else states[0],
        told=told_date,
        held=meeting.held_date,
        today=timezone.localdate(at),
    )
    telling = Telling.objects.create(
        meeting=meeting, how=how, told_date=told_date, text=text.strip(), at=at, by=by
    )
    telling.points.set(found)
    for one in found:
        _line("tell", one, by, at, "Members told what came of it", "tellings")
    return telling


@transaction.atomic
def note_concern(*, point: Point, concern_reference: str, by: User, at: datetime) -> None:
    """The register tells that a concern rests on this point."""
    viewer.require(by, Permission.VIEW_FORUMS)
    _, is_new = RaisedConcern.objects.get_or_create(
        point=point, concern_reference=concern_reference, defaults={"at": at, "by": by}
    )
    if is_new:
        record.record(
            action="listen.forums.points.note_concern",
            subject=point,
            by=by,
            at=at,
            reference=point.reference,
            summary=f"Concern {concern_reference} rests on this point",
            # Whether there is a concern is told where the concern is shared, not here.
            is_internal=True,
        )
