from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.assess.places import AboutPlace, parts_fit

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class ApplicabilityQuerySet(models.QuerySet["Applicability"]):
    def visible_to(self, viewer: Viewer) -> ApplicabilityQuerySet:
        return self.filter(viewer.patch(Permission.VIEW_EVIDENCE).q("organisation"))


class Applicability(AboutPlace):
    """Somebody says of a place that a standard applies there or not: added, the latest counts.

    ``number`` is a standard's in the version of the framework that was in force on that day.
    """

    number = models.CharField(max_length=8)
    applies = models.BooleanField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ApplicabilityQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["organisation", "level"], name="what_applies_in_a_place")]
        constraints = [
            parts_fit("what_applies_is_about_one_place"),
            models.CheckConstraint(condition=~Q(reason=""), name="what_applies_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {'applies' if self.applies else 'does not apply'}"


class SettingSaid(AboutPlace):
    """Somebody says which setting a place is, where its record does not tell: the latest counts."""

    setting = models.CharField(max_length=32)  # a code of data/settings.yaml
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "assess_setting_said"
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["organisation", "level"], name="setting_of_a_place")]
        constraints = [parts_fit("a_setting_is_of_one_place")]

    def __str__(self) -> str:
        return self.setting
