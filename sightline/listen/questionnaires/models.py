from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.listen.questionnaires.form import Form

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def visible_to(self, viewer: Viewer) -> QuestionnaireQuerySet:
        """Questionnaires are shared by everybody who may make or run one."""
        return self if viewer.can(Permission.MANAGE_QUESTIONNAIRES) else self.none()


class Questionnaire(models.Model):
    """What people are asked. Its wording stands in versions."""

    class Audience(models.TextChoices):
        LEARNERS = "learners", "Learners"
        EDUCATORS = "educators", "Educators"
        ANYONE = "anyone", "Anyone"

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.LEARNERS)
    is_made_up = models.BooleanField(default=False)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class QuestionnaireVersion(models.Model):
    """A questionnaire in one wording. A draft may change; once published it never does.

    ``definition`` is a Form as JSON: see form.py.
    """

    class Source(models.TextChoices):
        SHIPPED = "shipped", "Came with the service"
        BANK = "bank", "Made from the question bank"
        XLSFORM = "xlsform", "XLSForm"
        FHIR = "fhir", "FHIR Questionnaire"

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    definition = models.JSONField()
    source = models.CharField(max_length=8, choices=Source.choices)
    source_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"], name="one_questionnaire_of_a_version"
            ),
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=Q(published_at=None),
                name="one_draft_of_a_questionnaire",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire}, version {self.number}"

    @cached_property
    def form(self) -> Form:
        return Form.from_json(self.definition)
