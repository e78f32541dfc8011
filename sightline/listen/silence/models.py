from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.organisations.models import Organisation, Programme
from sightline.results.models import Dataset, Measure

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class NoActionQuerySet(models.QuerySet["NoAction"]):
    def visible_to(self, viewer: Viewer) -> NoActionQuerySet:
        return self.filter(viewer.patch(Permission.VIEW_RESULTS).q("organisation"))

    def standing(self) -> NoActionQuerySet:
        """Those that were not taken back."""
        return self.filter(end=None)

    def of_round(self, dataset: Dataset) -> NoActionQuerySet:
        """Signed for this round, in whatever version of its results."""
        return self.filter(dataset__survey=dataset.survey, dataset__year=dataset.year)


class NoAction(models.Model):
    """A signed "no action because": nothing will be done about low results, and why.

    Added, never edited: the database refuses to change it. Whoever changes their mind takes it
    back, with a reason, in a NoActionEnd.
    """

    reference = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="no_actions"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="+")
    measures = models.ManyToManyField(Measure, related_name="no_actions")
    reason = models.TextField()
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = NoActionQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="no_action_says_why"),
        ]

    def __str__(self) -> str:
        return self.reference


class NoActionEnd(models.Model):
    """A "no action because" that was taken back."""

    no_action = models.OneToOneField(NoAction, on_delete=models.PROTECT, related_name="end")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="taken_back_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.no_action} taken back"
