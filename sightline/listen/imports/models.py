from __future__ import annotations

from django.conf import settings
from django.db import models

from sightline.listen.surveys.models import Mapping, Round


class SurveyImport(models.Model):
    """A file that somebody uploaded for a round, and how far it has come.

    Files lie under ``MEDIA_ROOT``: the upload as it came (``stored_name``), and the rows in error
    with their messages (``errors_name``), which can be mended and uploaded as it is.
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

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="imports")
    mapping = models.ForeignKey(Mapping, null=True, blank=True, on_delete=models.PROTECT)
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
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"{self.original_name} for {self.round}"
