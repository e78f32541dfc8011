from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.assess.places import AboutPlace, parts_fit
from sightline.standards.models import Standard

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    def visible_to(self, viewer: Viewer) -> ReviewRequestQuerySet:
        """Quality teams only: a provider hears of a review when one is planned."""
        return self.filter(viewer.patch(Permission.VIEW_INTERNAL).q("organisation"))


class ReviewRequest(AboutPlace):
    """Somebody asks for a review of a place: kept, and answered in a row of its own.

    ``because_reference`` names what it comes from, such as a tension; higher folders are named,
    not joined.
    """

    reference = models.CharField(max_length=20, unique=True)
    standards = models.ManyToManyField(Standard, related_name="+", blank=True)
    reason = models.TextField()
    because_reference = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ReviewRequestQuerySet.as_manager()

    class Meta:
        db_table = "respond_review_request"
        ordering = ["-at", "-id"]
        constraints = [
            parts_fit("a_review_is_asked_for_one_place"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_request_says_why"),
        ]

    def __str__(self) -> str:
        return self.reference


class RequestAnswer(models.Model):
    """What was decided about a request for a review."""

    class Outcome(models.TextChoices):
        PLANNED = "planned", "A review is planned"
        OTHER_WAY = "other_way", "Looked into in another way"
        DECLINED = "declined", "No review"

    request = models.OneToOneField(ReviewRequest, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "respond_review_request_answer"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_answer_to_a_request_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_outcome_display()}"
