"""What the service counts by month: concerns, commitments, replies and what people raise.

Whole months only: the one that is not over is left out. Each kind is read once, whatever its size,
as far as the viewer may see it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import Q
from django.utils import timezone

from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.commitments.models import Check, Commitment, DueDate
from sightline.insight.processes import Series, months, next_month
from sightline.listen.replies.models import Reply
from sightline.listen.voices.models import Voice
from sightline.organisations.models import Organisation
from sightline.respond.register.models import Concern, Standing
from sightline.stats.spc import Better

_CLOCKS = ("raised_on", "acknowledge_by", "acknowledged_on", "answer_by", "answered_on")
#: Months that are drawn.
MOST_MONTHS = 36


@dataclass(frozen=True)
class _Span:
    months: list[date]

    def count(self, days: Iterable[date]) -> list[tuple[date, float]]:
        """How many days lie in each month, from the first month that has any."""
        counted = Counter(day.replace(day=1) for day in days)
        known = [month for month in self.months if month in counted]
        began = min(known, default=None)
        return [
            (month, float(counted[month]))
            for month in self.months
            if began is not None and month >= began
        ]

    def each(
        self, pairs: Iterable[tuple[date, float]], how: Callable[[Sequence[float]], float]
    ) -> list[tuple[date, float]]:
        """One number for each month that has values."""
        found: dict[date, list[float]] = defaultdict(list)
        for day, value in pairs:
            found[day.replace(day=1)].append(value)
        return [(month, how(found[month])) for month in self.months if month in found]


def series(viewer: Viewer, place: Organisation | None, today: date) -> list[Series]:
    """The series of a place, or of all that the viewer may see. Eight queries at most."""
    last = today.replace(day=1) - timedelta(days=1)
    first = date(last.year - MOST_MONTHS // 12, last.month, 1)
    span = _Span(months(next_month(first), last))
    here = _within(place)
    found: list[Series] = []
    if not viewer.patch(Permission.VIEW_CONCERNS).empty:
        found += _concerns(viewer, here, span)
    if not viewer.patch(Permission.VIEW_COMMITMENTS).empty:
        found += _commitments(viewer, here, span)
    if not viewer.patch(Permission.VIEW_REPLIES).empty:
        found += _replies(viewer, here, span)
    if not viewer.patch(Permission.TRIAGE_VOICES).empty:
        found += _voices(viewer, here, span)
    return found


def _within(place: Organisation | None) -> Q:
    if place is None:
        return Q()
    kinds = Organisation.Kind
    column = {kinds.REGION: "region", kinds.ICB: "icb"}.get(kinds(place.kind), "provider")
    return Q(**{f"organisation__{column}": place})


def _concerns(viewer: Viewer, here: Q, span: _Span) -> list[Series]:
    seen = Concern.objects.visible_to(viewer).filter(here).order_by()
    raised = {pk: timezone.localdate(at) for pk, at in seen.values_list("pk", "raised_at")}
    rows = (
        Standing.objects.filter(concern__in=seen.values("pk"))
        .order_by("concern", "at", "pk")
        .values_list("concern", "at", "state")
    )
    closed: list[tuple[int, date]] = []
    opened: list[tuple[int, date]] = []
    was_open: dict[int, bool] = {}
    for concern, at, state in rows:
        is_open = state == Standing.State.OPEN
        if is_open != was_open.get(concern, False):
            (opened if is_open else closed).append((concern, timezone.localdate(at)))
        was_open[concern] = is_open
    open_then = [
        (
            month,
            float(
                sum(day < next_month(month) for _, day in opened)
                - sum(day < next_month(month) for _, day in closed)
            ),
        )
        for month in span.months
        if raised and month >= min(raised.values()).replace(day=1)
    ]
    return [
        Series(
            "concerns-raised",
            "Concerns raised",
            "Concerns that you may see, by the day on which they were raised.",
            Better.NEITHER,
            span.count(raised.values()),
            is_count=True,
        ),
        Series(
            "concerns-closed",
            "Concerns closed",
            "Concerns that were open and are closed, monitored or not, by that day.",
            Better.NEITHER,
            span.count(day for _, day in closed),
            is_count=True,
        ),
        Series(
            "concerns-open",
            "Concerns open",
            "Concerns open at the end of each month.",
            Better.NEITHER,
            open_then,
            is_stock=True,
        ),
        Series(
            "concerns-days",
            "Days from raised to closed",
            "The median over the concerns closed in a month; months without any are left out.",
            Better.LOWER,
            span.each(((day, (day - raised[pk]).days) for pk, day in closed), median),
            unit=" days",
        ),
    ]


def _commitments(viewer: Viewer, here: Q, span: _Span) -> list[Series]:
    seen = Commitment.objects.visible_to(viewer).filter(here).order_by()
    agreed: dict[int, tuple[date, date]] = {}
    for pk, at, due in seen.values_list("pk", "agreed_at", "first_due_date"):
        agreed[pk] = (timezone.localdate(at), due)
    later: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for pk, at, due in (
        DueDate.objects.filter(commitment__in=seen.values("pk"))
        .order_by("at", "pk")
        .values_list("commitment", "at", "due_date")
    ):
        later[pk].append((timezone.localdate(at), due))
    # The day on which it was done, and that on which somebody else said so.
    kept = {
        pk: (done, timezone.localdate(at))
        for pk, done, at in Check.objects.filter(
            outcome=Check.Outcome.ACCEPTED, proof__commitment__in=seen.values("pk")
        ).values_list("proof__commitment", "proof__done_date", "at")
    }

    def due_on(pk: int, day: date) -> date:
        return [agreed[pk][1], *(due for at, due in later[pk] if at <= day)][-1]

    overdue = []
    for month in span.months:
        end = next_month(month)
        if not agreed or end <= min(day for day, _ in agreed.values()):
            continue
        overdue.append(
            (
                month,
                float(
                    sum(
                        day < end
                        and due_on(pk, end - timedelta(days=1)) < end
                        and not (pk in kept and kept[pk][1] < end)
                        for pk, (day, _) in agreed.items()
                    )
                ),
            )
        )
    fallen_due = [(pk, due_on(pk, date.max)) for pk in agreed]
    on_time = [(due, 100.0 if pk in kept and kept[pk][0] <= due else 0.0) for pk, due in fallen_due]
    return [
        Series(
            "commitments-kept",
            "Commitments kept on time",
            "Of the commitments that fell due in a month, the share whose proof was accepted and "
            "which were done by then. Proof that waits for a check does not count yet.",
            Better.HIGHER,
            span.each(on_time, lambda each: sum(each) / len(each)),
            target=100.0,
            unit="%",
        ),
        Series(
            "commitments-overdue",
            "Commitments overdue",
            "Commitments past their latest due date without an accepted proof, at the end of each "
            "month.",
            Better.LOWER,
            overdue,
            is_stock=True,
        ),
    ]


def _replies(viewer: Viewer, here: Q, span: _Span) -> list[Series]:
    told = [
        (timezone.localdate(at), collected)
        for at, collected in Reply.objects.visible_to(viewer)
        .filter(here, state=Reply.State.PUBLISHED)
        .order_by()
        .values_list("published_at", "dataset__collected_to")
    ]
    return [
        Series(
            "replies",
            "Replies published",
            "Replies to learners, by the day on which they were published.",
            Better.HIGHER,
            span.count(day for day, _ in told),
            is_count=True,
        ),
        Series(
            "replies-days",
            "Days until learners are told",
            "From the last day of a survey to a published reply about it, the median over the "
            "replies of a month; months without any are left out.",
            Better.LOWER,
            span.each(((day, (day - ended).days) for day, ended in told), median),
            unit=" days",
        ),
    ]


def _voices(viewer: Viewer, here: Q, span: _Span) -> list[Series]:
    rows = list(Voice.objects.visible_to(viewer).filter(here).order_by().values_list(*_CLOCKS))
    acknowledged = [(due, done) for _, due, done, _, _ in rows]
    answered = [(due, done) for _, _, _, due, done in rows]

    def in_time(clocks: Iterable[tuple[date, date | None]]) -> list[tuple[date, float]]:
        met = ((due, 100.0 if done and done <= due else 0.0) for due, done in clocks)
        return span.each(met, lambda each: sum(each) / len(each))

    return [
        Series(
            "voices",
            "Raised by learners and educators",
            "Cases of the queue that you may see, by the day on which they were raised.",
            Better.NEITHER,
            span.count(row[0] for row in rows),
            is_count=True,
        ),
        Series(
            "voices-acknowledged",
            "Acknowledged in time",
            "Of the cases whose day for this fell in a month, the share acknowledged by then.",
            Better.HIGHER,
            in_time(acknowledged),
            target=100.0,
            unit="%",
        ),
        Series(
            "voices-answered",
            "Answered in time",
            "Of the cases whose day for this fell in a month, the share answered by then.",
            Better.HIGHER,
            in_time(answered),
            target=100.0,
            unit="%",
        ),
    ]
