from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.govern.approvals.documents.models import ApprovalDocument
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.panels.models import Decision
from sightline.govern.approvals.words import ConditionState, Said


class Condition(models.Model):
    """Something that has to be so by a day, for an approval to stay. ``state`` is said last."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="conditions")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="conditions")
    text = models.TextField()
    owner_name = models.CharField(max_length=120)
    due_date = models.DateField()
    state = models.CharField(
        max_length=8, choices=ConditionState.choices, default=ConditionState.OPEN
    )

    class Meta:
        db_table = "govern_approval_condition"
        ordering = ["due_date", "pk"]
        indexes = [models.Index(fields=["approval", "state", "due_date"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(owner_name=""), name="a_condition_has_an_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ConditionWord(models.Model):
    """What was said about a condition: evidence sent, met, or not met. Added, never edited."""

    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="words")
    said = models.CharField(max_length=8, choices=Said.choices)
    text = models.TextField()
    document = models.ForeignKey(
        ApprovalDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_name = models.CharField(max_length=120)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "govern_approval_condition_word"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_word_on_a_condition_says_it"),
        ]

    def __str__(self) -> str:
        return self.get_said_display()
