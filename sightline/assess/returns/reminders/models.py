from __future__ import annotations

from django.db import models
from django.db.models import Q

from sightline.assess.returns.models import Return


class Reminder(models.Model):
    """One step of the ladder for one provider. Waits until ``done_at``; nobody's address is kept.

    ``people`` is how many hold the role that the step goes to; ``sent`` how many were written to.
    """

    class Reason(models.TextChoices):
        RETURNED = "returned", "It was returned meanwhile"
        NOBODY = "nobody", "Nobody there can be written to"
        NOT_SET_UP = "not_set_up", "E-mail is not set up"
        NOT_SENT = "not_sent", "The mail server did not take it"

    self_assessment = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="reminders")
    step = models.SlugField(max_length=40)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    people = models.PositiveSmallIntegerField(default=0)
    sent = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "step"], name="reminded_once_of_a_step"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | Q(reason="", sent=0),
                name="only_a_reminder_that_is_done_has_an_end",
            ),
        ]
        indexes = [models.Index(fields=["done_at"])]

    def __str__(self) -> str:
        return f"{self.self_assessment_id}: {self.step}"
