from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Network(models.Model):
    """A primary care network: general practices that work together, keyed on its ODS code.

    It is no organisation that anybody belongs to or answers for here: it says which practices are
    read together where each is too small by itself. Which they were, and from when, is in
    InNetwork. What it was called before is in the trail.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=200)
    is_made_up = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="network_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.name


class InNetwork(models.Model):
    """Which network a practice was in, from a day (None: from the beginning); none: in none."""

    practice = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="networks"
    )
    network = models.ForeignKey(
        Network, null=True, blank=True, on_delete=models.PROTECT, related_name="practices"
    )
    from_date = models.DateField(null=True)

    class Meta:
        ordering = ["practice", F("from_date").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "from_date"], name="one_network_from_a_day"
            ),
            # Nulls are never equal to each other.
            models.UniqueConstraint(
                fields=["practice"],
                condition=Q(from_date=None),
                name="one_network_from_the_beginning",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice} in {self.network or 'no network'}"
