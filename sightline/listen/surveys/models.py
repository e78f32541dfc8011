from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sightline.access.permissions import Permission
from sightline.listen.surveys.smallest import Smallest
from sightline.results.models import Dataset

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, viewer: Viewer) -> SurveyQuerySet:
        """Surveys are about the whole country: all of them, or none."""
        return self if viewer.patch(Permission.IMPORT_SURVEY).nation else self.none()


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, viewer: Viewer) -> RoundQuerySet:
        return self if viewer.patch(Permission.IMPORT_SURVEY).nation else self.none()


class Survey(models.Model):
    """A survey that comes round again, such as a national learner survey."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    is_made_up = models.BooleanField(default=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Mapping(models.Model):
    """Which column of a file is what. A change makes a new version; old imports keep theirs.

    ``text`` is YAML (see mapping.py for its form).
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="mappings")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["survey", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "version"], name="one_mapping_of_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.survey}, mapping {self.version}"


class Round(models.Model):
    """One run of a survey: the answers of one window."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    collected_from = models.DateField()
    collected_to = models.DateField()
    dataset = models.OneToOneField(
        Dataset, null=True, blank=True, on_delete=models.PROTECT, related_name="round"
    )
    # Fewest people in a group that is shown: see smallest.py.
    threshold_inside = models.PositiveSmallIntegerField(default=5)
    threshold_public = models.PositiveSmallIntegerField(default=10)
    is_final = models.BooleanField(default=False)
    # The key of the hashes of its respondents' IDs. Without it they say nothing: it is forgotten
    # when the round is made final.
    respondent_key = models.BinaryField(null=True, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["survey", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "year"], name="one_round_a_year"),
            models.CheckConstraint(
                condition=Q(collected_to__gte=F("collected_from")),
                name="round_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(threshold_inside__gte=3)
                & Q(threshold_public__gte=F("threshold_inside")),
                name="a_round_shows_no_smaller_groups_in_public",
            ),
            models.CheckConstraint(
                condition=Q(is_final=False) | Q(respondent_key=None),
                name="a_final_round_keeps_no_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.label}"

    @property
    def smallest(self) -> Smallest:
        return Smallest(self.threshold_inside, self.threshold_public)
