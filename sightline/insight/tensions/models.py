from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.assess.judgements.models import Judgement
from sightline.assess.places import AboutPlace, parts_fit
from sightline.insight.tensions.words import How, Kind
from sightline.standards.models import Standard

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class TensionQuerySet(models.QuerySet["Tension"]):
    def visible_to(self, viewer: Viewer) -> TensionQuerySet:
        return self.filter(viewer.patch(Permission.JUDGE_STANDARDS).q("organisation"))

    def waiting(self) -> TensionQuerySet:
        """Those that nobody has ended and that are still so."""
        return self.filter(ending=None, gone_at=None)


class Tension(AboutPlace):
    """Two sources disagree about a place. Found by the service, ended by a person.

    ``cause`` names what disagrees (such as "E-2026-0012|Q-2026-0034"): the same two are found
    once, ended or not. ``gone_at``: they did not disagree any more, and nobody had ended it.
    """

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    standard = models.ForeignKey(
        Standard, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cause = models.CharField(max_length=200)
    one_says = models.TextField()
    other_says = models.TextField()
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = TensionQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [
            parts_fit("a_tension_is_about_one_place"),
            models.UniqueConstraint(fields=["kind", "cause"], name="a_tension_is_found_once"),
            models.CheckConstraint(
                condition=~Q(one_says="") & ~Q(other_says=""), name="a_tension_has_two_sides"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class TensionEnding(models.Model):
    """How a tension ended, and whether it was worth finding."""

    tension = models.OneToOneField(Tension, on_delete=models.PROTECT, related_name="ending")
    how = models.CharField(max_length=10, choices=How.choices)
    reason = models.TextField()
    was_useful = models.BooleanField()
    judgement = models.ForeignKey(
        Judgement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    request_reference = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "insight_tension_ending"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_tension_ends_for_a_reason"),
            models.CheckConstraint(
                condition=(Q(how="judged", judgement__isnull=False))
                | (~Q(how="judged") & Q(judgement=None)),
                name="a_tension_names_the_judgement",
            ),
            models.CheckConstraint(
                condition=(Q(how="review") & ~Q(request_reference=""))
                | (~Q(how="review") & Q(request_reference="")),
                name="a_tension_names_the_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tension}: {self.get_how_display()}"


class Look(models.Model):
    """When the service looked for tensions, and how many there were."""

    at = models.DateTimeField()
    waiting = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    gone = models.PositiveIntegerField()

    class Meta:
        db_table = "insight_tension_look"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.waiting}"
