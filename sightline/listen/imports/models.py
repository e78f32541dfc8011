from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.listen.surveys.models import Mapping, Round
from sightline.results.models import Dataset

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer

#: Work that has not said for this long how far it is has stopped: its process was ended.
STUCK_AFTER = timedelta(minutes=3)


class SurveyImportQuerySet(models.QuerySet["SurveyImport"]):
    def visible_to(self, viewer: Viewer) -> SurveyImportQuerySet:
        """Files of a survey are about the whole country: all of them, or none."""
        return self if viewer.patch(Permission.IMPORT_SURVEY).nation else self.none()


class SurveyImport(models.Model):
    """A file that somebody uploaded for a round, and how far it has come.

    Everything about it lies in one folder under ``MEDIA_ROOT`` (see storage.py): the upload as it
    came, the good rows without names, the hashes of respondents, and the rows in error, which can
    be mended and uploaded as they are. ``mends`` is the import whose rows in error this file
    mends; both then make one set of results.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Waiting to be checked"
        CHECKING = "checking", "Being checked"
        REFUSED = "refused", "The file cannot be read"
        CHECKED = "checked", "Checked: nothing is changed yet"
        PREPARING = "preparing", "Results being prepared"
        DONE = "done", "Results switched in"
        FAILED = "failed", "Stopped by a fault: nothing was changed"
        SET_ASIDE = "set_aside", "Set aside"
        SUPERSEDED = "superseded", "Replaced by a later file"

    #: A file in one of these states counts: the same file need not be uploaded again.
    LIVE = (State.UPLOADED, State.CHECKING, State.CHECKED, State.PREPARING, State.DONE)
    RUNNING = (State.CHECKING, State.PREPARING)

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="imports")
    mapping = models.ForeignKey(Mapping, null=True, blank=True, on_delete=models.PROTECT)
    mends = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="mended_by"
    )
    dataset = models.ForeignKey(
        Dataset, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    original_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    rows_read = models.PositiveIntegerField(default=0)
    rows_expected = models.PositiveIntegerField(default=0)
    rows_good = models.PositiveIntegerField(default=0)
    rows_in_error = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    # What the check found: counts by kind of error, codes not known, first examples with lines.
    findings = models.JSONField(default=dict, blank=True)
    errors_name = models.CharField(max_length=200, blank=True)
    # Counts the starts of its work: an older worker that wakes up again sees that it is not it.
    run = models.PositiveIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = SurveyImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "sha256", "mapping"],
                condition=Q(state__in=["uploaded", "checking", "checked", "preparing", "done"]),
                name="one_live_import_of_a_file",
            ),
            models.CheckConstraint(
                condition=Q(mends=None) | ~Q(mends=models.F("pk")),
                name="no_import_mends_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.original_name} for {self.round}"

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING

    @property
    def percent_read(self) -> int:
        """How far the work is, 0 to 99: it is done when its state says so."""
        if not self.rows_expected:
            return 0
        return min(99, 100 * self.rows_read // self.rows_expected)

    def is_stuck(self, now: datetime) -> bool:
        return self.is_running and (self.heard_at is None or now - self.heard_at > STUCK_AFTER)
