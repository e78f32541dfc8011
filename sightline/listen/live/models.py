"""Running totals of an open round, sealed under its key like the answers that they are made of.

What is not released says what the last few people answered. What is released may be read by many,
but not beside the rows of the closed round: what a number gained, and what it lacks at the close,
is the sum of the rows of those who entered meanwhile, so the rows could be solved for.
"""

from __future__ import annotations

from django.db import models

from sightline.listen.rounds.models import Collection
from sightline.listen.sealing.keys import row_number


class RunningCell(models.Model):
    """Counts of those of one provider, programme and profession ("" where not known).

    ``sealed`` holds two arrays of integers, (items, answers): all, and those not released yet.
    """

    id = models.BigAutoField(primary_key=True, default=row_number)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="running")
    is_open = models.BooleanField()
    provider = models.CharField(max_length=12, blank=True)
    programme = models.CharField(max_length=20, blank=True)
    profession = models.CharField(max_length=20, blank=True)
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "is_open", "provider", "programme", "profession"],
                name="one_running_cell_of_a_group",
            )
        ]

    def __str__(self) -> str:
        return "A running total"


class Released(models.Model):
    """What may be read of one group: int32 counts, (items, answers), sealed. Gone at the close."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="released")
    is_open = models.BooleanField()
    level = models.CharField(max_length=24)
    code = models.CharField(max_length=20)
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "is_open", "level", "code"],
                name="one_released_total_of_a_group",
            )
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.code}"
