from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.assess.returns.models import Return
from sightline.assess.returns.words import Outcome


class Signature(models.Model):
    """One signed version of a return: everything that was signed, frozen. Added, never edited.

    ``content`` is as content.py makes it; ``digest`` is its SHA-256 in hexadecimal. ``seconds`` is
    the time that answering took. Every version but the first says why it replaces the last.
    """

    self_assessment = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="signatures")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    seconds = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    statement = models.TextField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "number"], name="one_signature_of_a_number"
            ),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | (Q(number__gt=1) & ~Q(reason="")),
                name="a_later_version_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of {self.self_assessment_id}"


class SignedAnswer(models.Model):
    """An answer of a signed version, so that a cycle is counted without reading every version."""

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="answers")
    question = models.SlugField(max_length=40)
    outcome = models.CharField(max_length=14, choices=Outcome.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "question"], name="one_signed_answer_to_a_question"
            )
        ]
        indexes = [models.Index(fields=["question", "outcome"])]

    def __str__(self) -> str:
        return f"{self.signature_id}: {self.question}"
