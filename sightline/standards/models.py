from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q


class FrameworkVersion(models.Model):
    """A version of the Education Quality Framework, as loaded from a file, in force from a day."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=160)
    from_date = models.DateField(unique=True)
    to_date = models.DateField(null=True, blank=True)
    # What could not be checked against an official text says so on every page that shows it.
    is_checked = models.BooleanField(default=False)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["-from_date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")),
                name="framework_does_not_end_before_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def in_force_on(cls, day: date) -> FrameworkVersion | None:
        return (
            cls.objects.filter(from_date__lte=day)
            .filter(Q(to_date=None) | Q(to_date__gte=day))
            .order_by("-from_date")
            .first()
        )


class Domain(models.Model):
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="domains")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    is_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_domain_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Standard(models.Model):
    """A numbered standard, in the wording of one version of the framework."""

    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="standards")
    version = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="standards"
    )
    number = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    wording = models.TextField()
    is_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_standard_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.wording}"
