from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.insight.reports import rules
from sightline.insight.reports.words import KINDS, Format, Outcome, State
from sightline.organisations.models import Organisation
from sightline.results.models import Dataset

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class ReportRunQuerySet(models.QuerySet["ReportRun"]):
    def visible_to(self, viewer: Viewer) -> ReportRunQuerySet:
        """Their own: what is in a run is what that person may see."""
        return self.filter(asked_by=viewer.pk)

    def live(self) -> ReportRunQuerySet:
        return self.filter(state__in=ReportRun.LIVE)


class ReportRun(models.Model):
    """Reports of many providers in one file, made in the background for one person.

    ``place`` is None for all that the person may see. ``rights`` stands for their roles on the day
    it was asked for: with others, the file may not be taken away any more. ``stored_name`` names
    the folder of the file, as long as there is one.
    """

    LIVE = (State.WAITING, State.RUNNING)

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    rights = models.CharField(max_length=64)
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kinds = models.JSONField()
    formats = models.JSONField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    is_cancel_asked = models.BooleanField(default=False)
    stored_name = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        db_table = "insight_report_run"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by"],
                condition=Q(state__in=["waiting", "running"]),
                name="a_person_makes_reports_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(stored_name=""),
                name="reports_that_are_ready_have_a_file",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["running", "done"]) | Q(stored_name=""),
                name="reports_that_are_not_made_have_no_file",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")), name="no_more_reports_than_providers"
            ),
        ]

    def __str__(self) -> str:
        return f"Reports of {self.total} providers, {self.dataset}"

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    def is_stuck(self, now: datetime) -> bool:
        """Was its process ended, so that it will never be finished?"""
        heard = self.heard_at or self.asked_at
        return self.state == State.RUNNING and now - heard > rules.STUCK_AFTER

    @property
    def percent_done(self) -> int:
        return rules.percent(self.done, self.total)

    @property
    def time_left(self) -> str:
        if self.begun_at is None or self.heard_at is None:
            return ""
        return rules.time_left(
            self.done, self.total, (self.heard_at - self.begun_at).total_seconds()
        )

    @property
    def place_name(self) -> str:
        return self.place.name if self.place else "Everything that you may see"

    @property
    def kinds_text(self) -> str:
        return ", ".join(name for kind, name in KINDS.items() if kind in self.kinds)

    @property
    def formats_text(self) -> str:
        return ", ".join(one.label for one in Format if one.value in self.formats)


class ReportItem(models.Model):
    """What became of one provider's report in a run. ``sentence`` says why there is none."""

    run = models.ForeignKey(ReportRun, on_delete=models.CASCADE, related_name="items")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    sentence = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "insight_report_item"
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "organisation"], name="one_report_of_a_run"),
            models.CheckConstraint(
                condition=~Q(outcome="failed") | ~Q(sentence=""),
                name="no_report_is_missing_without_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.organisation_id}"
