"""What needs somebody today of what was heard: comments, forums, and what people raise."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from sightline.access.permissions import Permission
from sightline.design.show import format_date
from sightline.home.errand import SOON_DAYS, Errand, Item, Urgency, listed, until
from sightline.listen.care.models import DataRequest
from sightline.listen.comments import queries as comments
from sightline.listen.comments.models import Comment
from sightline.listen.forums.points import queries as points
from sightline.listen.forums.points.models import Promise, Telling
from sightline.listen.forums.running import run_by
from sightline.listen.voices import queries as voices
from sightline.listen.voices.models import Voice
from sightline.people.models import User


def urgent_comments(viewer: User, day: date) -> Errand | None:
    """Comments that may be urgent; national leads see those that nobody took on within a day."""
    if not viewer.can(Permission.MODERATE_COMMENTS):
        return None
    rows = (
        Comment.objects.visible_to(viewer)
        .to_read()
        .filter(is_urgent=True, taken_on_by=None)
        .select_related("organisation")
        .order_by("due_date", "key")
    )
    if viewer.patch(Permission.MODERATE_COMMENTS).nation:
        rows = rows.filter(Q(lifted_at__isnull=False) | Q(organisation=None))

    def item(row: Comment) -> Item:
        status, urgency = until(row.due_date or day, day)
        return Item(
            text="A comment may be urgent",
            href=reverse("listen:comments:show", args=[row.key]),
            hint=row.organisation.name if row.organisation else "England",
            status=status,
            urgency=urgency,
        )

    address = f"{reverse('listen:comments:list')}?urgent=1"
    found = listed("Comments that may be urgent", rows, item, address)
    return found if found.items else None


def comments_to_read(viewer: User, day: date) -> Errand | None:
    """How many comments wait, as one line: nobody wants them listed at home."""
    if not viewer.can(Permission.MODERATE_COMMENTS):
        return None
    found = comments.queue(viewer, day)
    if not found.waiting:
        return None
    href = reverse("listen:comments:list")
    late = f"{found.late:,} of them late" if found.late else ""
    urgency = Urgency.LATE if found.late else Urgency.USUAL
    item = Item(f"{found.waiting:,} comments to read", href, status=late, urgency=urgency)
    return Errand("Comments to read", (item,), found.waiting, href)


def forum_promises(viewer: User, day: date) -> Errand | None:
    """What was promised in a forum and is due, for whoever promised it and who runs the forum."""
    if not viewer.can(Permission.VIEW_FORUMS):
        return None
    rows = points.promises_due(viewer, run_by(viewer), day + timedelta(days=SOON_DAYS))

    def item(row: Promise) -> Item:
        status, urgency = until(row.due_date, day)
        return Item(
            text=row.text,
            href=reverse("listen:forums:points:settle", args=[row.pk]),
            hint=f"{row.point.meeting.forum.name}. Promised by {row.owner_name}",
            status=status,
            urgency=urgency,
        )

    errand = listed("Promises made in forums", rows, item, reverse("listen:forums:points:list"))
    return errand if errand.items else None


def told_by_forums(viewer: User, day: date) -> Errand | None:
    """For members of a forum: what came of what was said there, for two months."""
    rows = points.told_to(viewer).filter(told_date__gte=day - timedelta(days=60))

    def item(row: Telling) -> Item:
        return Item(
            text=row.text,
            href=reverse("listen:forums:points:told"),
            hint=f"{row.meeting.forum.name}. Told on {format_date(row.told_date)}",
        )

    errand = listed("What came of your forums", rows, item, reverse("listen:forums:points:told"))
    return errand if errand.items else None


def voices_waiting(viewer: User, day: date) -> Errand | None:
    """What people raised and wait for: the urgent first. Never what they wrote."""
    if not viewer.can(Permission.TRIAGE_VOICES):
        return None
    rows = voices.in_order(Voice.objects.visible_to(viewer).waiting())
    rows = rows.select_related("organisation").order_by(
        "-urgency", F("next_due").asc(nulls_last=True), "pk"
    )

    def item(row: Any) -> Item:
        status, urgency = until(row.next_due, day) if row.next_due else ("", Urgency.USUAL)
        todo = row.running.name if row.running else "Read"
        wrote = ". The person has written" if row.person_wrote_on else ""
        hint = f"{row.get_urgency_display()}. {row.organisation.name}. {todo}{wrote}"
        href = reverse("listen:voices:show", args=[row.number])
        text = f"{row.number}: {row.get_kind_display().lower()}"
        return Item(text, href, hint, status, urgency)

    return listed("What people raised", rows, item, reverse("listen:voices:list"))


def data_requests(viewer: User, day: date) -> Errand | None:
    """Requests for personal data; who asks is not shown at home."""
    if not viewer.can(Permission.CARE_FOR_DATA):
        return None
    rows = DataRequest.objects.visible_to(viewer).open()

    def item(row: DataRequest) -> Item:
        status, urgency = until(row.due_date, day)
        return Item(
            text=f"{row.reference}: {row.get_kind_display().split(':')[0].lower()}",
            href=reverse("listen:care:requests:show", args=[row.reference]),
            hint=f"Answer by {format_date(row.due_date)}",
            status=status,
            urgency=urgency,
        )

    address = reverse("listen:care:requests:list")
    return listed("Requests for personal data", rows, item, address)
