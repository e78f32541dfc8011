from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.words import QuestionKind
from sightline.listen.outside.models import EducationProvider
from sightline.organisations.models import Programme


class Reliance(models.Model):
    """An education provider relies on an approval for a programme (none: for all it covers).

    Said before the decision, it waits for it. Ended, never deleted.
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="reliances")
    education_provider = models.ForeignKey(
        EducationProvider, on_delete=models.PROTECT, related_name="reliances"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "govern_approval_reliance"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "education_provider", "programme"],
                condition=Q(ended_at=None, programme__isnull=False),
                name="relied_on_once_for_a_programme",
            ),
            models.UniqueConstraint(
                fields=["approval", "education_provider"],
                condition=Q(ended_at=None, programme=None),
                name="relied_on_once_for_all",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="who_ended_relying_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.education_provider} relies on {self.approval_id}"


class Question(models.Model):
    """Somebody who uses the place asks or objects; answered once, by the quality team."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=10, choices=QuestionKind.choices)
    text = models.TextField()
    education_provider = models.ForeignKey(
        EducationProvider, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "govern_approval_question"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_question_says_something"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class QuestionAnswer(models.Model):
    """What came of a question or objection."""

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="answer")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "govern_approval_question_answer"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="an_answer_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} answered"
