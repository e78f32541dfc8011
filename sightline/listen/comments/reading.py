"""Taking comments away in a file leaves a line on the trail."""

from __future__ import annotations

from datetime import datetime

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.listen.surveys.models import Round
from sightline.people.models import User
from sightline.trail import record


def note_download(*, round: Round, group: str, count: int, by: User, at: datetime) -> None:
    """Somebody downloads released comments of a group."""
    viewer.require(by, Permission.VIEW_RESULTS)
    record.download(
        action="listen.comments.download",
        subject=round,
        by=by,
        at=at,
        reference=round.survey.code,
        summary=f"Downloaded {count:,} released comments of {group[:120]}, {round}"[:300],
    )
