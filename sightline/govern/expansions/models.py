from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.assess.places import AboutPlace, parts_fit
from sightline.govern.capacity.models import CapacityFigure, only_places
from sightline.govern.expansions.words import Outcome
from sightline.govern.passports.models import FrozenPassport
from sightline.organisations.models import Profession
from sightline.organisations.words import Level as Study

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class ExpansionQuerySet(models.QuerySet["ExpansionRequest"]):
    def visible_to(self, viewer: Viewer) -> ExpansionQuerySet:
        return self.filter(viewer.patch(Permission.VIEW_CAPACITY).q("organisation"))

    def decided_by(self, viewer: Viewer) -> ExpansionQuerySet:
        """Those that wait for a decision of the viewer's: not what they asked for themselves."""
        rows = self.filter(viewer.patch(Permission.APPROVE_CAPACITY).q("organisation"))
        return rows.filter(decision=None).exclude(by=viewer.pk)


class ExpansionRequest(AboutPlace):
    """A provider asks to take more learners: kept as asked, and decided in a row of its own.

    ``follows`` is the request for the same place, profession and level before it, decided by then:
    so the database holds at most one that waits. ``passport`` is the place as it was at asking.
    """

    reference = models.CharField(max_length=20, unique=True)
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    study = models.CharField(max_length=20, choices=Study.choices)
    extra = models.PositiveIntegerField()
    from_date = models.DateField()
    supervision = models.TextField()
    why = models.TextField()
    approved_then = models.PositiveIntegerField(null=True, blank=True)
    actual_then = models.PositiveIntegerField(null=True, blank=True)
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    passport = models.OneToOneField(FrozenPassport, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ExpansionQuerySet.as_manager()

    class Meta:
        db_table = "govern_expansion_request"
        ordering = ["-at", "-id"]
        constraints = [
            parts_fit("an_expansion_is_of_one_place"),
            only_places("an_expansion_is_of_a_provider_or_a_part_of_it"),
            models.CheckConstraint(condition=Q(extra__gte=1), name="an_expansion_asks_for_more"),
            models.CheckConstraint(
                condition=~Q(supervision="") & ~Q(why=""),
                name="an_expansion_says_who_supervises_and_why",
            ),
            models.UniqueConstraint(
                fields=["organisation", "profession", "study"],
                condition=Q(follows=None, environment=None),
                name="one_first_expansion_of_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["environment", "profession", "study"],
                condition=Q(follows=None, environment__isnull=False),
                name="one_first_expansion_of_an_environment",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def what(self) -> str:
        """ "5 more: Adult nurse, before registration"."""
        return f"{self.extra:,} more: {self.profession.name}, {self.get_study_display().lower()}"


class ExpansionDecision(models.Model):
    """What was decided on a request to expand: once, with reasons.

    ``figure`` is the new approved number; ``passport`` the place as it was at deciding.
    """

    request = models.OneToOneField(
        ExpansionRequest, on_delete=models.PROTECT, related_name="decision"
    )
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    extra = models.PositiveIntegerField(null=True, blank=True)
    from_date = models.DateField(null=True, blank=True)
    reasons = models.TextField()
    figure = models.OneToOneField(
        CapacityFigure, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    passport = models.OneToOneField(FrozenPassport, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "govern_expansion_decision"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reasons=""), name="a_decision_on_an_expansion_says_why"
            ),
            models.CheckConstraint(
                condition=Q(outcome="not_now", extra=None, from_date=None, figure=None)
                | Q(
                    outcome__in=["approved", "part"],
                    extra__gte=1,
                    from_date__isnull=False,
                    figure__isnull=False,
                ),
                name="what_is_approved_is_a_number_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_outcome_display()}"
