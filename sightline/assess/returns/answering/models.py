from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.assess.returns.models import Return
from sightline.assess.returns.words import Outcome


class SectionWork(models.Model):
    """How far one section of a return has come.

    ``version`` counts every change of the section: a form that was opened on an older one is not
    written over the newer. ``seconds`` is how long people had it open before they saved, see
    rules.seconds_spent.
    """

    class State(models.TextChoices):
        OPEN = "open", "In progress"
        HANDED_IN = "handed_in", "Handed in"
        SENT_BACK = "sent_back", "Sent back"
        FINISHED = "finished", "Finished"

    self_assessment = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="works")
    section = models.SlugField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "section"], name="one_work_of_a_section"
            )
        ]

    def __str__(self) -> str:
        return f"{self.self_assessment_id}: {self.section}"


class ReturnEvidence(models.Model):
    """Something that shows an answer to be so; named once and used for as many as it shows."""

    self_assessment = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=160)
    where = models.CharField(max_length=400)
    added_by_name = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="return_evidence_has_a_title")
        ]

    def __str__(self) -> str:
        return self.title


class Answer(models.Model):
    """What a provider says of one question, as it stands now; signed ones are in attestation.

    ``by_profession`` is {code of a profession: outcome} where a profession's differs.
    ``is_confirmed``: last year's answer, said to be still true.
    """

    self_assessment = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="answers")
    question = models.SlugField(max_length=40)
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    reason = models.TextField(blank=True)
    improvement = models.TextField(blank=True)
    by_profession = models.JSONField(default=dict, blank=True)
    is_confirmed = models.BooleanField(default=False)
    evidence = models.ManyToManyField(ReturnEvidence, related_name="answers", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "question"], name="one_answer_to_a_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.self_assessment_id}: {self.question}"


class OfflineFile(models.Model):
    """A filled-in workbook that was read and not yet taken over: the dry run.

    ``rows`` is {question: {outcome, reason, improvement}}; ``problems`` are sentences with their
    row; ``versions`` is {section: version} of the workbook.
    """

    self_assessment = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    rows = models.JSONField()
    problems = models.JSONField(default=list)
    versions = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name
