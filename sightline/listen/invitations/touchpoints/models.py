from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from sightline.access.permissions import Permission
from sightline.listen.rounds.models import Collection
from sightline.organisations.models import Organisation

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, viewer: Viewer) -> SeriesQuerySet:
        """Those that the viewer may run: as rounds at that place."""
        patch = viewer.patch(Permission.RUN_ROUND)
        return self if patch.nation else self.filter(patch.q("place"))


class Series(models.Model):
    """Short sets of items that people are asked as their placement goes along.

    Each moment is a touchpoint with a round of its own; one roster with the days of placements
    serves them all. ``place`` is null for the whole country.
    """

    name = models.CharField(max_length=120)
    place = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Touchpoint(models.Model):
    """People are asked so many days after (before, when negative) a moment of their placement."""

    class Moment(models.TextChoices):
        START = "start", "Start of a placement"
        MIDDLE = "middle", "Middle of a placement"
        END = "end", "End of a placement"
        LEAVING = "leaving", "Leaving a programme"
        RETURN = "return", "Return after a break"

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="touchpoints")
    moment = models.CharField(max_length=7, choices=Moment.choices)
    days_after = models.SmallIntegerField(default=0)
    collection = models.OneToOneField(
        Collection, on_delete=models.PROTECT, related_name="touchpoint"
    )

    class Meta:
        ordering = ["series", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "moment"], name="one_touchpoint_of_a_moment"),
            models.CheckConstraint(
                condition=models.Q(days_after__gte=-60, days_after__lte=60),
                name="a_touchpoint_is_near_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}: {self.get_moment_display()}"
