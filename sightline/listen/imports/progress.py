"""Long work on an import, and how far it is.

Work begins and ends in a transaction of its own and says how far it is about once a second. Each
start has a number: a worker that was thought dead and wakes up again finds another number there,
and stops without touching anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sightline.base.refusal import Refusal
from sightline.listen.imports.models import SurveyImport

_EVERY_SECONDS = 1.0


class Stopped(Exception):
    """Somebody else has taken up this work."""


class Progress:
    """The work of one start."""

    def __init__(self, survey_import: SurveyImport) -> None:
        self.survey_import = survey_import
        self._run = survey_import.run
        self._said = time.monotonic()

    def _mine(self) -> Any:
        return SurveyImport.objects.filter(pk=self.survey_import.pk, run=self._run)

    def say(self, rows_read: int, rows_expected: int) -> None:
        """Store how far the work is, once a second. Raises Stopped if it is no longer ours."""
        now = time.monotonic()
        if now - self._said < _EVERY_SECONDS:
            return
        self._said = now
        changed = self._mine().update(
            rows_read=rows_read, rows_expected=rows_expected, heard_at=timezone.now()
        )
        if not changed:
            raise Stopped

    def end(self, state: str, at: datetime, **values: Any) -> None:
        """Store how the work ended. Raises Stopped if it is no longer ours."""
        if not self._mine().update(state=state, finished_at=at, **values):
            raise Stopped


@transaction.atomic
def begin_work(
    survey_import: SurveyImport,
    state: str,
    at: datetime,
    *,
    allowed: Callable[[SurveyImport], str],
    refusal: type[Refusal],
) -> Progress:
    """Take up work on an import.

    Raises ``refusal`` if somebody is at it and not stuck, or ``allowed`` gives a reason against.
    """
    found = (
        SurveyImport.objects.select_for_update(of=("self",))
        .select_related("round", "round__survey", "mapping", "mends")
        .get(pk=survey_import.pk)
    )
    if found.is_running and not found.is_stuck(timezone.now()):
        raise refusal("Work on this file is under way. Wait until it is done.")
    if reason := allowed(found):
        raise refusal(reason)
    found.state = state
    found.run += 1
    found.rows_read = 0
    found.message = ""
    found.heard_at = timezone.now()
    found.finished_at = None
    found.save(update_fields=["state", "run", "rows_read", "message", "heard_at", "finished_at"])
    return Progress(found)
