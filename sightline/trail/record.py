"""Write and read the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from sightline.trail.models import Entry

#: Actions by which files with personal or restricted content leave.
DOWNLOADS = (
    "api.odata.read",
    "assess.evidence.download",
    "govern.approvals.download",
    "insight.reports.note_taken",
    "insight.reports.take",
    "listen.care.requests.download",
    "listen.comments.download",
    "listen.imports.download",
    "listen.invitations.printed.draw_cards",
    "listen.invitations.roster.download",
    "respond.register.download",
)


def _key(subject: models.Model) -> tuple[str, str]:
    return subject._meta.label_lower, str(subject.pk)


def line(
    *,
    action: str,
    subject: models.Model,
    by: Any,
    at: datetime,
    summary: str,
    reference: str = "",
    fields: Iterable[str] = (),
    is_internal: bool = False,
) -> Entry:
    """An unsaved line, for actions that write many at once with ``bulk_create``.

    ``action`` is the verb's path, such as "respond.register.raise_concern"; ``by`` is the User,
    or None when the service itself acted; ``summary`` is a plain sentence without personal text.
    """
    subject_type, subject_key = _key(subject)
    return Entry(
        at=at,
        by=by,
        action=action,
        subject_type=subject_type,
        subject_key=subject_key,
        reference=reference,
        summary=summary,
        fields=list(fields),
        is_internal=is_internal,
    )


def record(**details: Any) -> Entry:
    """Write one line, inside the transaction of the action. Takes what ``line`` takes."""
    entry = line(**details)
    entry.save(force_insert=True)
    return entry


def write_many(entries: Iterable[Entry]) -> None:
    Entry.objects.bulk_create(entries, batch_size=1000)


def download(
    *, action: str, subject: models.Model, by: Any, at: datetime, summary: str, reference: str = ""
) -> Entry:
    """Somebody takes a file with personal or restricted content. Read by those who care for data.

    ``action`` is in DOWNLOADS, so that the lines are found again. Raises ValueError otherwise.
    """
    if action not in DOWNLOADS:
        raise ValueError(f"{action} is not in DOWNLOADS")
    return record(
        action=action,
        subject=subject,
        by=by,
        at=at,
        summary=summary,
        reference=reference,
        is_internal=True,
    )


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    summary: str
    fields: tuple[str, ...]
    is_internal: bool


def lines_about(
    subject: models.Model, *, internal: bool, limit: int = 200, also: Iterable[models.Model] = ()
) -> list[Line]:
    """The latest lines about a record (and the records ``also`` given), newest first.

    Lines marked internal are left out unless ``internal`` is true.
    """
    wanted = models.Q()
    for one in (subject, *also):
        subject_type, subject_key = _key(one)
        wanted |= models.Q(subject_type=subject_type, subject_key=subject_key)
    entries = Entry.objects.filter(wanted).select_related("by")
    if not internal:
        entries = entries.filter(is_internal=False)
    return [
        Line(
            entry.at,
            str(entry.by) if entry.by else "Sightline",
            entry.summary,
            tuple(entry.fields),
            entry.is_internal,
        )
        for entry in entries[:limit]
    ]
