from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from sightline.access.permissions import Permission
from sightline.commitments.words import Status
from sightline.organisations.models import Organisation, Programme
from sightline.results.models import Dataset, Measure
from sightline.standards.models import Standard

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, viewer: Viewer) -> CommitmentQuerySet:
        return self.filter(viewer.patch(Permission.VIEW_COMMITMENTS).q("organisation"))

    def with_status(self, day: date) -> CommitmentQuerySet:
        """Adds ``due_date`` (the latest one) and ``status`` (see words.Status) as on ``day``.

        The same rule as ``rules.status_on``, said in the database so that lists can filter by it.
        """
        latest_proof = Proof.objects.filter(commitment=OuterRef("pk")).order_by("-at", "-pk")
        later_due = DueDate.objects.filter(commitment=OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(  # type: ignore[no-redef]
            due_date=Coalesce(Subquery(later_due.values("due_date")[:1]), F("first_due_date")),
            last_proof=Subquery(latest_proof.values("pk")[:1]),
            last_check=Subquery(latest_proof.values("check_made__outcome")[:1]),
        ).annotate(
            status=Case(
                When(last_check="accepted", then=Value(Status.KEPT.value)),
                When(
                    last_proof__isnull=False,
                    last_check__isnull=True,
                    then=Value(Status.PROOF_SENT.value),
                ),
                When(due_date__lt=day, then=Value(Status.OVERDUE.value)),
                default=Value(Status.OPEN.value),
                output_field=models.CharField(),
            ),
            is_kept=Case(
                When(last_check="accepted", then=Value(1)),
                default=Value(0),
                output_field=models.PositiveSmallIntegerField(),
            ),
        )


class Commitment(models.Model):
    """Who promises what by when, because of what.

    ``because_kind`` and ``because_reference`` name what caused it ("concern", "Q-2026-0012"):
    causes stand in higher layers, so they are named, not joined. Later due dates are DueDate
    rows; whether it is kept is in Proof and Check rows.
    """

    class Kind(models.TextChoices):
        COMMITMENT = "commitment", "Commitment"
        REQUIREMENT = "requirement", "Requirement"
        RECOMMENDATION = "recommendation", "Recommendation"

    class Because(models.TextChoices):
        CONCERN = "concern", "Concern"
        RESULT = "result", "Survey result"
        FORUM = "forum", "Forum"
        RETURN = "return", "Self-assessment"

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.COMMITMENT)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="commitments"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    promise = models.TextField()
    evidence_expected = models.TextField(blank=True)
    owner_name = models.CharField(max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments_owned",
    )
    because_kind = models.CharField(max_length=10, choices=Because.choices)
    because_reference = models.CharField(max_length=60)
    measures = models.ManyToManyField(Measure, related_name="commitments", blank=True)
    # The survey round in whose answers its measures were low.
    dataset = models.ForeignKey(
        Dataset, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    standards = models.ManyToManyField(Standard, related_name="commitments", blank=True)
    first_due_date = models.DateField()
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = CommitmentQuerySet.as_manager()

    # Set on rows that come from ``with_status``.
    due_date: date
    status: str
    last_proof: int | None

    class Meta:
        ordering = ["first_due_date", "reference"]
        indexes = [models.Index(fields=["because_kind", "because_reference"])]
        constraints = [
            models.CheckConstraint(condition=~Q(promise=""), name="a_commitment_says_what"),
            models.CheckConstraint(condition=~Q(owner_name=""), name="a_commitment_says_who"),
            models.CheckConstraint(
                condition=~Q(because_reference=""), name="a_commitment_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class DueDate(models.Model):
    """A new due date, with its reason. The latest row counts; earlier ones stay."""

    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="later_due_dates"
    )
    due_date = models.DateField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.commitment}: due {self.due_date}"


class Proof(models.Model):
    """What the owner sends to show that it is done."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="proofs")
    text = models.TextField()
    done_date = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"Proof for {self.commitment}"


class Check(models.Model):
    """Somebody else's check of a proof. ``proof_by`` repeats the sender so that the database can
    refuse a check by the same person."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Accepted: the commitment is kept"
        RETURNED = "returned", "Sent back: more is needed"

    proof = models.OneToOneField(Proof, on_delete=models.PROTECT, related_name="check_made")
    proof_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=F("proof_by")), name="nobody_checks_their_own_proof"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.proof})"
