"""Forums with what their pages show beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from sightline.listen.forums import rules
from sightline.listen.forums.models import Forum, Meeting
from sightline.listen.forums.points.models import Point
from sightline.listen.forums.rules import Group
from sightline.listen.forums.words import LEAST


def with_counts(forums: QuerySet[Forum]) -> QuerySet[Forum]:
    """Adds ``held`` (meetings), ``last_held``, ``said`` (points) and ``latest`` to sort by."""
    return forums.select_related("place").annotate(
        held=Count("meetings", distinct=True),
        last_held=Max("meetings__held_date"),
        latest=Coalesce(Max("meetings__held_date"), F("started_date")),
        said=Count("meetings__points", distinct=True),
    )


@dataclass(frozen=True)
class MeetingLine:
    """A meeting in the list of a forum. ``came`` is None where it may not be shown."""

    number: int
    held_date: date
    how: str
    came: int | None
    points: int
    open: int
    told: int


def meetings_of(forum: Forum, *, exact: bool) -> list[MeetingLine]:
    """The meetings, newest first. Three queries however many there are."""
    came: dict[int, int] = dict(
        forum.meetings.annotate(total=Sum("attendance__came")).values_list("pk", "total")
    )
    counts: dict[int, list[int]] = {}
    points = (
        Point.objects.with_state()
        .filter(meeting__forum=forum)
        .annotate(told=Count("tellings"))
        .order_by()
        .values_list("meeting_id", "state", "told")
    )
    for meeting, state, told in points:
        line = counts.setdefault(meeting, [0, 0, 0])
        line[0] += 1
        line[1] += state == Point.State.OPEN
        line[2] += bool(told)
    return [
        MeetingLine(
            meeting.number,
            meeting.held_date,
            meeting.get_how_display(),
            _shown(came[meeting.pk], exact=exact),
            *counts.get(meeting.pk, [0, 0, 0]),
        )
        for meeting in forum.meetings.all()
    ]


def _shown(came: int | None, *, exact: bool) -> int | None:
    return came if exact or came is None or not 0 < came < LEAST else None


@dataclass(frozen=True)
class AttendanceShown:
    """Who came to a meeting. ``groups`` is None where so few came that nothing may be shown."""

    groups: list[Group] | None
    is_exact: bool

    @property
    def came(self) -> int | None:
        return None if self.groups is None else sum(group.came for group in self.groups)

    @property
    def silent(self) -> list[str]:
        """Groups of whom nobody came."""
        return [group.name for group in self.groups or () if group.came == 0]


def attendance_of(meeting: Meeting, *, exact: bool) -> AttendanceShown:
    """Attendance by group: as written for those who run the forum, pooled for others."""
    groups = [
        Group(str(one), one.invited, one.came)
        for one in meeting.attendance.select_related("profession")
    ]
    return AttendanceShown(groups if exact else rules.groups_for_others(groups), exact)


def is_over(day: date) -> Q:
    """A filter for forums that have ended on a day."""
    return Q(ended_date__isnull=False, ended_date__lte=day)
