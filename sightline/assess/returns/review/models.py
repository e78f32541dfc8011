from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.assess.returns.attestation.models import Signature
from sightline.commitments.models import Commitment


class ReviewDecision(models.Model):
    """What the region says of one signed answer. The latest counts; earlier ones stay."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        QUERIED = "queried", "Queried"
        DISAGREED = "disagreed", "Disagreed"

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="decisions")
    question = models.SlugField(max_length=40)
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="accepted") | ~Q(reason=""),
                name="a_query_or_disagreement_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.question}"


class QueryReply(models.Model):
    """What the provider answers to a query or disagreement. The signed answer stays as it is."""

    decision = models.OneToOneField(ReviewDecision, on_delete=models.PROTECT, related_name="reply")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_reply_to_a_query_says_something")
        ]

    def __str__(self) -> str:
        return f"Reply to {self.decision_id}"


class ReturnFinding(models.Model):
    """What came of reviewing an answer: something agreed, or good practice that others may see."""

    class Kind(models.TextChoices):
        REQUIREMENT = "requirement", "Requirement"
        RECOMMENDATION = "recommendation", "Recommendation"
        PRACTICE = "practice", "Good practice"

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="findings")
    question = models.SlugField(max_length=40)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    text = models.TextField()
    commitment = models.OneToOneField(
        Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="practice", commitment=None)
                | (~Q(kind="practice") & Q(commitment__isnull=False)),
                name="a_requirement_is_a_commitment",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_finding_of_a_return_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.question}"
