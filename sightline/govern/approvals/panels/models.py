from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from sightline.assess.evidence.models import Evidence
from sightline.govern.approvals.documents.models import ApprovalDocument
from sightline.govern.approvals.models import Approval, ApprovalLine
from sightline.govern.approvals.words import Capacity, Outcome
from sightline.govern.passports.models import FrozenPassport
from sightline.listen.outside.models import EducationProvider


class Panel(models.Model):
    """People who look at an application, or at an approval again, on a day."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="panels")
    number = models.PositiveSmallIntegerField()
    meets_date = models.DateField()
    notes = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "govern_approval_panel"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["approval", "number"], name="one_panel_of_a_number"),
        ]

    def __str__(self) -> str:
        return f"Panel {self.number}"


class PanelMember(models.Model):
    """A named person on a panel. ``user`` where they have an account here."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Said by them, or held as a role there.
    belongs_to_place = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "govern_approval_panel_member"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("panel", Lower("name"), name="nobody_sits_on_a_panel_twice"),
            models.UniqueConstraint(
                fields=["panel", "user"],
                condition=Q(user__isnull=False),
                name="no_account_sits_on_a_panel_twice",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_panel_member_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Declaration(models.Model):
    """What a panel member declared about an interest: added, and the latest counts."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="declarations")
    has_interest = models.BooleanField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "govern_approval_declaration"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_interest=False) | ~Q(note=""),
                name="a_declared_interest_is_described",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {'an interest' if self.has_interest else 'no interest'}"


class Decision(models.Model):
    """What a panel decided, who decided it, why, and until when it counts. Never edited."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="decisions")
    panel = models.OneToOneField(Panel, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reasons = models.TextField()
    decided_date = models.DateField()
    review_date = models.DateField(null=True, blank=True)
    lead = models.ForeignKey(
        EducationProvider, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Reference of the signed assessment that was before the panel; "" for none, and why without.
    readiness = models.CharField(max_length=40, blank=True)
    without_readiness = models.TextField(blank=True)
    # Why it does not wait for the review date, or approves for long so soon: see the rules.
    why_early = models.TextField(blank=True)
    deciders = models.ManyToManyField(PanelMember, related_name="+")
    evidence = models.ManyToManyField(Evidence, related_name="+", blank=True)
    documents = models.ManyToManyField(ApprovalDocument, related_name="+", blank=True)
    # What was known of the place when it was decided, as the place itself may see it.
    passport = models.ForeignKey(
        FrozenPassport, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "govern_approval_decision"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="an_approval_gives_reasons"),
            models.CheckConstraint(
                condition=Q(outcome__in=["approved", "conditions"], review_date__isnull=False)
                | Q(outcome__in=["not_approved", "ended"], review_date=None),
                name="what_is_decided_for_has_a_review_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approval_id}: {self.get_outcome_display()}"


class ApprovedNumber(models.Model):
    """How many learners at a time a decision approves."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="numbers")
    line = models.ForeignKey(ApprovalLine, on_delete=models.PROTECT, related_name="approved")
    learners = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "govern_approved_number"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "line"], name="one_number_in_a_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.learners}"
