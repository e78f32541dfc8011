from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.listen.invitations.touchpoints.models import Series
from sightline.listen.rounds.models import Collection
from sightline.organisations.models import Organisation

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer

#: Work that has not ended after this long was ended with its process.
STUCK_AFTER = timedelta(minutes=10)


class RosterQuerySet(models.QuerySet["Roster"]):
    def visible_to(self, viewer: Viewer) -> RosterQuerySet:
        """Those of rounds that the viewer may run."""
        patch = viewer.patch(Permission.RUN_ROUND)
        if patch.nation:
            return self
        return self.filter(patch.q("collection__place") | patch.q("series__place"))

    def with_files(self) -> RosterQuerySet:
        return self.exclude(state=Roster.State.SET_ASIDE).exclude(stored_name="")

    def to_forget(self, at: datetime, kept: timedelta) -> RosterQuerySet:
        """Those whose file has lain so long, or whose round has closed."""
        old = Q(uploaded_at__lt=at - kept)
        closed = Q(collection__state=Collection.State.CLOSED)
        return self.with_files().filter(old | closed).exclude(state__in=Roster.RUNNING)


class Roster(models.Model):
    """A file of people to be asked, and how far it has come. The file itself is soon forgotten.

    It is for one round, or for a series of touchpoints. ``findings`` holds counts and the first
    faults with their lines, without an address.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Waiting to be checked"
        CHECKING = "checking", "Being checked"
        REFUSED = "refused", "The file cannot be read"
        CHECKED = "checked", "Checked: nobody is invited yet"
        APPLYING = "applying", "People being added"
        APPLIED = "applied", "Everybody in it is on the list"
        FAILED = "failed", "Stopped by a fault: nobody was added"
        SET_ASIDE = "set_aside", "Set aside"

    LIVE = (State.UPLOADED, State.CHECKING, State.CHECKED, State.APPLYING, State.APPLIED)
    RUNNING = (State.CHECKING, State.APPLYING)

    collection = models.ForeignKey(
        Collection, null=True, blank=True, on_delete=models.PROTECT, related_name="rosters"
    )
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="rosters"
    )
    original_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    rows_new = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    rows_outside = models.PositiveIntegerField(default=0)
    rows_in_error = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=dict, blank=True)
    message = models.TextField(blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Until then the rows in error can be downloaded, to be mended.
    has_errors_file = models.BooleanField(default=False)

    objects = RosterQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(collection__isnull=False, series=None)
                | Q(collection=None, series__isnull=False),
                name="a_roster_is_for_a_round_or_a_series",
            )
        ]

    def __str__(self) -> str:
        return f"{self.original_name} for {self.collection or self.series}"

    @property
    def place(self) -> Organisation | None:
        """Where it is run; None for the whole country."""
        owner = self.collection or self.series
        return owner.place if owner else None

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING

    def is_stuck(self, now: datetime) -> bool:
        return self.is_running and (self.begun_at is None or now - self.begun_at > STUCK_AFTER)
