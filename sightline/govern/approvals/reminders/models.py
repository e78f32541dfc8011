from __future__ import annotations

from django.db import models

from sightline.govern.approvals.models import Approval


class ReviewReminder(models.Model):
    """People were told, so many days ahead, that an approval is to be reviewed."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="reminders")
    review_date = models.DateField()
    days_ahead = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    people = models.PositiveSmallIntegerField(default=0)
    sent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "govern_approval_reminder"
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "review_date", "days_ahead"], name="reminded_once_of_a_review"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approval_id}: {self.days_ahead} days"
