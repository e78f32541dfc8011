from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.govern.framework.words import How, Kind
from sightline.standards.models import FrameworkVersion


class OpenWorkDecision(models.Model):
    """Somebody decided what becomes of one kind of open work under a new version: only added.

    ``records`` is how many pieces of work it was about. What was carried over names the new
    standards beside the old ones, which stay.
    """

    into = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    how = models.CharField(max_length=8, choices=How.choices)
    records = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "govern_open_work_decision"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["into", "kind"], name="open_work_of_a_version")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(how=How.LEFT, reason=""), name="work_that_is_left_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.RETURNS, how=How.CARRIED),
                name="answers_are_never_carried_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_how_display()}"
