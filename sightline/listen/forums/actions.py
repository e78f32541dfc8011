"""Every change to a forum, its members and its meetings goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base import references
from sightline.listen.forums import rules
from sightline.listen.forums.models import Attendance, Forum, ForumMember, Meeting
from sightline.listen.forums.rules import CannotRun
from sightline.listen.forums.running import locked_for, may_run_at
from sightline.listen.forums.words import How, Kind
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.people.models import User
from sightline.trail import record


@transaction.atomic
def set_up(
    *,
    name: str,
    kind: str,
    purpose: str,
    place: Organisation | None,
    programme: Programme | None,
    profession: Profession | None,
    started_date: date,
    by: User,
    at: datetime,
) -> Forum:
    """Begin a forum. Whoever sets it up is the first of those who run it."""
    viewer.require(by, Permission.RUN_FORUMS, at=place or viewer.WHOLE_COUNTRY)
    if kind not in Kind:
        raise CannotRun("Choose what kind of forum it is.")
    rules.refuse_unless_place_fits(kind, place.kind if place else None)
    if not name.strip() or not purpose.strip():
        raise CannotRun("Give the forum a name and say what it is for.")
    if kind == Kind.PROFESSIONAL and programme is None and profession is None:
        raise CannotRun("Say which profession or programme the forum is for.")
    forum = Forum.objects.create(
        reference=references.next_reference("FG", timezone.localdate(at).year),
        name=name.strip(),
        kind=kind,
        purpose=purpose.strip(),
        place=place,
        programme=programme,
        profession=profession or (programme.profession if programme else None),
        started_date=started_date,
        set_up_at=at,
        set_up_by=by,
    )
    forum.team.add(by)
    record.record(
        action="listen.forums.set_up",
        subject=forum,
        by=by,
        at=at,
        reference=forum.reference,
        summary="Forum set up",
    )
    return forum


@transaction.atomic
def set_team(*, forum: Forum, team: Sequence[User], by: User, at: datetime) -> None:
    """Say who runs the forum. Anybody who may run forums there can, also to add themselves."""
    viewer.require(by, Permission.RUN_FORUMS, at=forum.place or viewer.WHOLE_COUNTRY)
    if not team:
        raise CannotRun("Choose at least one person who runs the forum.")
    for user in team:
        if not may_run_at(user, forum.place):
            raise CannotRun(f"{user.name} may not run forums at {forum.place_name}.")
    Forum.objects.select_for_update().get(pk=forum.pk)
    forum.team.set(team)
    record.record(
        action="listen.forums.set_team",
        subject=forum,
        by=by,
        at=at,
        reference=forum.reference,
        summary="People who run the forum changed",
        fields=["team"],
    )


@transaction.atomic
def end(*, forum: Forum, ended_date: date, reason: str, by: User, at: datetime) -> None:
    """The forum does not meet any more. What was said and promised stays."""
    found = locked_for(forum, by, at)
    if not reason.strip():
        raise CannotRun("Say why the forum ends.")
    if not found.started_date <= ended_date <= timezone.localdate(at):
        raise CannotRun("A forum ends on a day after it started, today at the latest.")
    found.ended_date, found.ended_reason = ended_date, reason.strip()
    found.save(update_fields=["ended_date", "ended_reason"])
    record.record(
        action="listen.forums.end",
        subject=found,
        by=by,
        at=at,
        reference=found.reference,
        summary="Forum ended",
        fields=["ended_date", "ended_reason"],
    )


@transaction.atomic
def add_member(
    *, forum: Forum, user: User | None, group: str, by: User, at: datetime
) -> ForumMember:
    """Somebody who can sign in, or a group of learners in words."""
    found = locked_for(forum, by, at)
    if (user is None) == (not group.strip()):
        raise CannotRun("Choose a person of the service, or name a group of learners: one of both.")
    if user is not None and found.members.filter(user=user, ended_date=None).exists():
        raise CannotRun(f"{user.name} is a member already.")
    member = ForumMember.objects.create(
        forum=found, user=user, group=group.strip(), from_date=timezone.localdate(at)
    )
    record.record(
        action="listen.forums.add_member",
        subject=found,
        by=by,
        at=at,
        reference=found.reference,
        summary="Member added",
        fields=["members"],
    )
    return member


@transaction.atomic
def end_member(*, member: ForumMember, by: User, at: datetime) -> None:
    found = locked_for(member.forum, by, at)
    ended = ForumMember.objects.filter(pk=member.pk, ended_date=None).update(
        ended_date=timezone.localdate(at)
    )
    if not ended:
        raise CannotRun("This member has left the forum already.")
    record.record(
        action="listen.forums.end_member",
        subject=found,
        by=by,
        at=at,
        reference=found.reference,
        summary="Member left",
        fields=["members"],
    )


@transaction.atomic
def record_meeting(
    *, forum: Forum, held_date: date, how: str, about: str, not_heard: str, by: User, at: datetime
) -> Meeting:
    """Write down that the forum met."""
    found = locked_for(forum, by, at)
    if how not in How:
        raise CannotRun("Say how the meeting was held.")
    rules.refuse_unless_held(held_date, started=found.started_date, today=timezone.localdate(at))
    last = found.meetings.order_by("-number").values_list("number", flat=True).first() or 0
    meeting = Meeting.objects.create(
        forum=found,
        number=last + 1,
        held_date=held_date,
        how=how,
        about=about.strip(),
        not_heard=not_heard.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    record.record(
        action="listen.forums.record_meeting",
        subject=found,
        by=by,
        at=at,
        reference=found.reference,
        summary=f"Meeting {meeting.number} recorded, held on {held_date:%-d %B %Y}",
    )
    return meeting


@dataclass(frozen=True)
class NewAttendance:
    """A group at a meeting. Without a profession: other people."""

    came: int
    invited: int | None = None
    profession: Profession | None = None
    level: str = ""


@transaction.atomic
def set_attendance(
    *,
    meeting: Meeting,
    groups: Sequence[NewAttendance],
    not_heard: str,
    by: User,
    at: datetime,
) -> None:
    """Say who was invited, who came and who was not heard. Replaces what was written before."""
    found = locked_for(meeting.forum, by, at)
    named = [(group.profession, group.level) for group in groups]
    if len(named) != len(set(named)):
        raise CannotRun("A group is listed twice. Put its numbers together in one line.")
    for group in groups:
        if group.came < 0 or (group.invited is not None and group.invited < group.came):
            raise CannotRun("More people came from a group than were invited. Check the numbers.")
    meeting.attendance.all().delete()
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            profession=group.profession,
            level=group.level,
            invited=group.invited,
            came=group.came,
        )
        for group in groups
    )
    meeting.not_heard = not_heard.strip()
    meeting.save(update_fields=["not_heard"])
    record.record(
        action="listen.forums.set_attendance",
        subject=found,
        by=by,
        at=at,
        reference=found.reference,
        summary=f"Attendance of meeting {meeting.number} written down",
        fields=["attendance", "not_heard"],
    )
