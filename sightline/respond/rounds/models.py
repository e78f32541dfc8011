from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.organisations.models import Organisation
from sightline.results.models import Dataset

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class RoundStepQuerySet(models.QuerySet["RoundStep"]):
    def visible_to(self, viewer: Viewer) -> RoundStepQuerySet:
        return self.filter(viewer.patch(Permission.VIEW_RESULTS).q("organisation"))

    def of_round(self, dataset: Dataset) -> RoundStepQuerySet:
        """In whatever version of the round's results."""
        return self.filter(dataset__survey=dataset.survey, dataset__year=dataset.year)


class RoundStep(models.Model):
    """A survey round closed on the register of a provider or region, or opened there again.

    Added, never edited; the latest counts. ``dataset`` is the version of the results on which it
    was closed, ``low`` how many low results there were, each with a commitment or a signed reason.
    """

    class Kind(models.TextChoices):
        CLOSED = "closed", "Closed on the register"
        OPENED = "opened", "Opened again"

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    low = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RoundStepQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["organisation", "dataset", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="closed") | ~Q(reason=""),
                name="a_round_is_opened_again_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dataset}: {self.get_kind_display()}"
