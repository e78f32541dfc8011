from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sightline.access.permissions import Permission
from sightline.listen.care import words

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class RetentionRun(models.Model):
    """What the service deleted because its time was over: counts by class, nothing personal.

    One for each look that found something, and at least one a day, so that it can be seen that
    somebody looks. ``failed`` names classes that could not be done and the kind of fault.
    """

    at = models.DateTimeField()
    policy_from = models.DateField()
    counts = models.JSONField(default=dict, blank=True)
    failed = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["at"], name="retention_runs_by_moment")]

    def __str__(self) -> str:
        return f"Retention of {self.at:%Y-%m-%d %H:%M}"

    @property
    def said(self) -> str:
        """For the log of the clock: how much of what; blank when nothing was due."""
        done = [f"{code} {count:,}" for code, count in self.counts.items()]
        return ", ".join([*done, *(f"{code} failed" for code in self.failed)])


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def visible_to(self, viewer: Viewer) -> DataRequestQuerySet:
        """All for those who care for data; none for others."""
        return self if viewer.can(Permission.CARE_FOR_DATA) else self.none()

    def open(self) -> DataRequestQuerySet:
        return self.filter(state=words.State.OPEN).order_by("due_date", "pk")


class DataRequest(models.Model):
    """Somebody asks what is held about them, or that it is erased.

    ``asked_sealed`` holds their name and addresses under a key outside the database, as long as
    the request is open. ``done`` says by class what was erased and what stays, in our own words.
    """

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=8, choices=words.Kind.choices)
    asked_sealed = models.BinaryField(null=True, blank=True)
    identity = models.CharField(
        max_length=10, choices=words.Identity.choices, default=words.Identity.OPEN
    )
    received_date = models.DateField()
    due_date = models.DateField()
    state = models.CharField(max_length=4, choices=words.State.choices, default=words.State.OPEN)
    outcome = models.CharField(max_length=10, choices=words.Outcome.choices, blank=True)
    because = models.CharField(max_length=10, choices=words.Because.choices, blank=True)
    found = models.JSONField(default=dict, blank=True)
    done = models.JSONField(default=list, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_date", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_date__gt=F("received_date")), name="a_request_has_time"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="open", asked_sealed__isnull=False, outcome="", done_at=None, done_by=None
                )
                | (
                    Q(
                        state="done",
                        asked_sealed=None,
                        done_at__isnull=False,
                        done_by__isnull=False,
                    )
                    & ~Q(outcome="")
                ),
                name="an_answered_request_forgets_who_asked",
            ),
            models.CheckConstraint(
                condition=Q(because="") | Q(outcome="refused"),
                name="only_a_refused_request_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def is_overdue(self, day: date) -> bool:
        return self.state == words.State.OPEN and self.due_date < day
