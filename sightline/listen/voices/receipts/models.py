"""Wrong tries at a number, whether or not a case has it."""

from __future__ import annotations

from django.db import models


class ReceiptAttempt(models.Model):
    """How often wrong words were given for a number since the right ones.

    ``number_key`` is a keyed hash, so that the table does not say which numbers were tried. It is
    kept apart from the cases: the number of a case that does not exist counts the same.
    """

    number_key = models.BinaryField(max_length=32, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(failures__gte=0), name="attempts_are_not_negative"
            )
        ]

    def __str__(self) -> str:
        return f"{self.failures} wrong tries"
