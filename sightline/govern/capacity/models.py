from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from sightline.access.permissions import Permission
from sightline.assess.places import AboutPlace, Level, parts_fit
from sightline.govern.capacity.words import Kind
from sightline.organisations.models import Profession
from sightline.organisations.words import Level as Study

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer

#: Capacity is about a provider, a site or a learning environment.
LEVELS = (Level.ORGANISATION, Level.ENVIRONMENT)


def only_places(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(level__in=[one.value for one in LEVELS], programme=None), name=name
    )


class CapacityFile(models.Model):
    """An uploaded list of numbers: what it says is kept beside the figures until it is applied.

    ``rows`` are as reading.py gives them, ``problems`` sentences. A file with rows in error is
    never applied, so nothing is ever half stored.
    """

    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    in_error = models.PositiveIntegerField(default=0)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "govern_capacity_file"
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at=None) | Q(in_error=0),
                name="a_list_with_rows_in_error_is_not_applied",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FigureQuerySet(models.QuerySet["CapacityFigure"]):
    def visible_to(self, viewer: Viewer) -> FigureQuerySet:
        """Whoever looks after the place: a small practice has so few learners that they show."""
        return self.filter(viewer.patch(Permission.VIEW_CAPACITY).q("organisation"))

    def standing_on(self, day: date) -> FigureQuerySet:
        """The numbers that count on a day: the same rule as ``rules.standing``."""
        turn = Window(
            RowNumber(),
            partition_by=[F("organisation"), F("environment"), F("profession"), F("study"),
                          F("kind")],
            order_by=[F("from_date").desc(), F("pk").desc()],
        )  # fmt: skip
        held = self.filter(from_date__lte=day).filter(Q(to_date=None) | Q(to_date__gte=day))
        latest = held.order_by().annotate(turn=turn).filter(turn=1).values("pk")
        return CapacityFigure.objects.filter(pk__in=latest)


class CapacityFigure(AboutPlace):
    """How many learners of a profession and level a place takes, or has: added, never edited.

    ``said_date`` is the day on which it was approved or counted; ``to_date`` None: until another
    one begins. ``because_reference`` names the request to expand that it comes from.
    """

    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    study = models.CharField(max_length=20, choices=Study.choices)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    count = models.PositiveIntegerField()
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    said_date = models.DateField()
    source = models.CharField(max_length=200)
    file = models.ForeignKey(
        CapacityFile, null=True, blank=True, on_delete=models.PROTECT, related_name="figures"
    )
    because_reference = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = FigureQuerySet.as_manager()

    class Meta:
        db_table = "govern_capacity_figure"
        ordering = ["-from_date", "-id"]
        indexes = [
            models.Index(
                fields=["organisation", "profession", "study", "kind"], name="figures_of_a_place"
            )
        ]
        constraints = [
            parts_fit("a_figure_is_about_one_place"),
            only_places("a_figure_is_about_a_provider_or_a_part_of_it"),
            models.CheckConstraint(condition=~Q(source=""), name="a_figure_says_its_source"),
            models.CheckConstraint(
                condition=Q(study__in=Study.values), name="a_figure_is_of_a_known_level"
            ),
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")),
                name="a_figure_does_not_end_before_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.count}"
