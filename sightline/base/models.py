from django.db import models


class ReferenceCounter(models.Model):
    """The last number given out for a prefix in a year."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "year"], name="one_counter_per_prefix_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last_number}"


class ServiceState(models.Model):
    """One row: what kind of data this database holds. Real and made-up data never share one."""

    class Holds(models.TextChoices):
        NOTHING = "nothing", "nothing yet"
        MADE_UP = "made_up", "made-up data"
        REAL = "real", "real data"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    holds = models.CharField(max_length=8, choices=Holds.choices, default=Holds.NOTHING)
    anchor_date = models.DateField(null=True)
    seed = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="service_state_is_one_row")
        ]

    def __str__(self) -> str:
        return f"This database holds {self.get_holds_display()}."
