"""Work that was asked for, and how it stands."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.listen.codebook.coding import queries as coding
from sightline.listen.codebook.runs.models import CodebookRun
from sightline.listen.codebook.runs.words import Kind, State
from sightline.listen.surveys.models import Round


def visible(viewer: Viewer) -> QuerySet[CodebookRun]:
    """Learning, which is everybody's who codes, and looks at rounds that one may code."""
    found = CodebookRun.objects.select_related("asked_by", "round__survey", "learning", "search")
    if viewer.patch(Permission.CODE_COMMENTS).empty:
        return found.none()
    codable = coding.codable(viewer).order_by().filter(round=OuterRef("round"))
    return found.filter(Q(kind=Kind.LEARN) | Exists(codable))


def not_done(
    kind: Kind, round_: Round | None = None, *, since: datetime | None
) -> CodebookRun | None:
    """What was asked for last, where it is not done: it waits, is at work, or stopped.

    None where something came of later work, at ``since``. One query.
    """
    found = CodebookRun.objects.filter(kind=kind, round=round_).select_related("asked_by").first()
    if found is None or found.state == State.DONE:
        return None
    if found.finished_at is not None and since is not None and since > found.finished_at:
        return None
    return found


def is_learning(at: datetime) -> bool:
    """Has somebody asked the machine to learn, and it will be done? One query."""
    found = CodebookRun.objects.filter(kind=Kind.LEARN, state__in=CodebookRun.LIVE)
    return any(not one.is_stuck(at) for one in found)
