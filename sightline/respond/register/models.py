from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sightline.access.permissions import Permission
from sightline.organisations.models import (
    LearningEnvironment,
    Organisation,
    Profession,
    Programme,
)
from sightline.results.models import Dataset, Measure
from sightline.standards.models import Standard

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class IsfCategory(models.Model):
    """A category of the Intensive Support Framework: dated data, loaded from a file, not code."""

    version = models.CharField(max_length=20)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    definition = models.TextField()
    decided_by = models.CharField(max_length=200, blank=True)
    reported_to = models.CharField(max_length=200, blank=True)
    review_within_days = models.PositiveSmallIntegerField(default=90)
    is_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["-from_date", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_category_of_a_number"),
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")),
                name="a_category_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(review_within_days__gte=1),
                name="a_category_is_reviewed_within_some_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"

    @classmethod
    def in_force_on(cls, day: date) -> models.QuerySet[IsfCategory]:
        """The categories that a decision of that day can choose from, lowest number first."""
        return (
            cls.objects.filter(from_date__lte=day)
            .filter(Q(to_date=None) | Q(to_date__gte=day))
            .order_by("number")
        )


class ConcernQuerySet(models.QuerySet["Concern"]):
    def visible_to(self, viewer: Viewer, *, before: datetime | None = None) -> ConcernQuerySet:
        """Everything where they see the internal part; elsewhere in their patch, what is shared.

        ``before`` shows what was raised, and to others what was shared, before that moment.
        """
        inside = viewer.patch(Permission.VIEW_INTERNAL).q("organisation")
        shared = viewer.patch(Permission.VIEW_CONCERNS).q("organisation")
        if before is None:
            return self.filter(inside | (shared & Q(shared_at__isnull=False)))
        return self.filter(raised_at__lt=before).filter(inside | (shared & Q(shared_at__lt=before)))


class Concern(models.Model):
    """A risk of, or evidence that, one or more standards are not met somewhere.

    What was so when it was raised stands here; everything that can change later is in Standing
    rows, each complete, so that the register as at any past moment can be shown again. The shared
    part is what the provider sees; internal notes and the internal summary are for quality teams.
    """

    class Level(models.TextChoices):
        ENVIRONMENT = "environment", "A learning environment"
        ORGANISATION = "organisation", "An organisation"
        PROGRAMME = "programme", "A programme"
        SYSTEM = "system", "A whole system"

    class Source(models.TextChoices):
        SURVEY = "survey", "Learner survey"
        LEARNER = "learner", "A learner or educator told us"
        PROVIDER = "provider", "The provider told us"
        REGULATOR = "regulator", "A regulator told us"
        VISIT = "visit", "A quality intervention"
        OTHER = "other", "Other"

    reference = models.CharField(max_length=20, unique=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    # The provider; for a system, the ICB or region; for a programme, the provider, ICB or region.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="concerns"
    )
    environment = models.ForeignKey(
        LearningEnvironment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="concerns"
    )
    professions = models.ManyToManyField(Profession, related_name="concerns", blank=True)
    standards = models.ManyToManyField(Standard, related_name="concerns")
    source = models.CharField(max_length=10, choices=Source.choices)
    title = models.CharField(max_length=160)
    summary = models.TextField()
    internal_summary = models.TextField(blank=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    shared_at = models.DateTimeField(null=True, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="a_concern_has_a_title"),
            models.CheckConstraint(
                condition=~Q(level="environment") | Q(environment__isnull=False),
                name="a_concern_about_an_environment_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(level="programme") | Q(programme__isnull=False),
                name="a_concern_about_a_programme_names_it",
            ),
            models.CheckConstraint(
                condition=Q(level="environment") | Q(environment__isnull=True),
                name="only_a_concern_about_an_environment_names_one",
            ),
            models.CheckConstraint(
                condition=Q(shared_at=None) | Q(shared_at__gte=F("raised_at")),
                name="a_concern_is_not_shared_before_it_is_raised",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Standing(models.Model):
    """How a concern stands from a moment on: added at every change, complete, never edited.

    The one that counts at a moment is the latest with ``at`` not after it.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        MONITORING = "monitoring", "Closed, being monitored"
        CLOSED = "closed", "Closed"

    class Direction(models.TextChoices):
        BETTER = "better", "Getting better"
        SAME = "same", "No change"
        WORSE = "worse", "Getting worse"

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="standings")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    controls = models.TextField(blank=True)
    learners_affected = models.PositiveIntegerField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="concerns_owned"
    )
    next_review_date = models.DateField(null=True, blank=True)
    category = models.ForeignKey(
        IsfCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    direction = models.CharField(max_length=6, choices=Direction.choices, default=Direction.SAME)
    waiting_for = models.CharField(max_length=200, blank=True)
    waiting_for_whom = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["concern", "-at", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5)) & Q(impact__range=(1, 5)),
                name="likelihood_and_impact_run_from_1_to_5",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(next_review_date__isnull=False),
                name="an_open_concern_has_a_next_review",
            ),
            models.CheckConstraint(
                condition=Q(waiting_for="", waiting_for_whom="")
                | (~Q(waiting_for="") & ~Q(waiting_for_whom="")),
                name="waiting_says_for_what_and_for_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concern} from {self.at:%Y-%m-%d}"


class Evidence(models.Model):
    """Evidence for a concern or a decision, as it was on the day.

    A survey flag keeps ``frozen``, the cell as it passed the gate, and the way back to it
    (dataset, level, group, other group, measure). What was said in a forum keeps ``frozen``, the
    words and how many agreed as others may read it, and ``source_reference``, the point's. A signal
    keeps what it says as ``text`` and its ``source_reference``. A statement has only its text.
    """

    class Kind(models.TextChoices):
        FLAG = "flag", "Survey result"
        STATEMENT = "statement", "Statement"
        FORUM = "forum", "Said in a forum"
        SIGNAL = "signal", "Signal"

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    dataset = models.ForeignKey(
        Dataset, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    group_level = models.CharField(max_length=24, blank=True)
    group_code = models.CharField(max_length=24, blank=True)
    group_other_code = models.CharField(max_length=24, blank=True)
    source_reference = models.CharField(max_length=20, blank=True)
    frozen = models.JSONField(default=dict, blank=True)
    text = models.TextField(blank=True)
    is_internal = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["group_code", "measure"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="flag") | (Q(dataset__isnull=False) & Q(measure__isnull=False)),
                name="a_flag_leads_back_to_its_result",
            ),
            models.CheckConstraint(
                condition=~Q(kind="forum") | ~Q(source_reference=""),
                name="what_a_forum_said_leads_back_to_its_point",
            ),
            models.CheckConstraint(
                condition=~Q(kind="statement") | ~Q(text=""), name="a_statement_says_something"
            ),
            models.CheckConstraint(
                condition=~Q(kind="signal") | (~Q(source_reference="") & ~Q(text="")),
                name="a_signal_as_evidence_leads_back_to_it",
            ),
        ]

    def __str__(self) -> str:
        return f"Evidence for {self.concern}"


class CategoryDecision(models.Model):
    """A decision on the Intensive Support Framework category: added, never edited."""

    concern = models.ForeignKey(
        Concern, on_delete=models.PROTECT, related_name="category_decisions"
    )
    category = models.ForeignKey(IsfCategory, on_delete=models.PROTECT, related_name="decisions")
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    rationale = models.TextField()
    evidence = models.ManyToManyField(Evidence, related_name="decisions")
    decided_by = models.CharField(max_length=200)
    decided_date = models.DateField()
    next_review_date = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(rationale=""), name="a_decision_says_why"),
            models.CheckConstraint(condition=~Q(decided_by=""), name="a_decision_says_who"),
            models.CheckConstraint(
                condition=Q(next_review_date__gte=F("decided_date")),
                name="a_decision_is_reviewed_after_it_is_made",
            ),
            models.UniqueConstraint(
                fields=["concern"],
                condition=Q(supersedes=None),
                name="one_first_decision_of_a_concern",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concern}: category {self.category.number}"


class Note(models.Model):
    """Something written on a concern, in one of two lanes that never mix."""

    class Lane(models.TextChoices):
        SHARED = "shared", "Shared with the provider"
        INTERNAL = "internal", "Internal"

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        QUESTION = "question", "Question to the provider"
        ANSWER = "answer", "Answer of the provider"

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="notes")
    lane = models.CharField(max_length=8, choices=Lane.choices)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.NOTE)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_note_says_something"),
            models.CheckConstraint(
                condition=Q(kind="note") | Q(lane="shared"),
                name="questions_and_answers_are_shared",
            ),
        ]

    def __str__(self) -> str:
        return f"Note on {self.concern}"


class Ending(models.Model):
    """A closing or a reopening of a concern."""

    class Kind(models.TextChoices):
        CLOSED = "closed", "Closed"
        REOPENED = "reopened", "Reopened"

    class Outcome(models.TextChoices):
        RESOLVED = "resolved", "Resolved: the standards are met"
        IMPROVED = "improved", "Improved enough for routine monitoring"
        NOT_SUBSTANTIATED = "not_substantiated", "Not substantiated"
        ELSEWHERE = "elsewhere", "Handled elsewhere"
        DUPLICATE = "duplicate", "Part of another concern"

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="endings")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    reason = models.TextField()
    evidence_text = models.TextField(blank=True)
    monitoring_date = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_ending_says_why"),
            models.CheckConstraint(
                condition=~Q(kind="closed") | (~Q(outcome="") & ~Q(evidence_text="")),
                name="a_closing_has_an_outcome_and_evidence",
            ),
            models.CheckConstraint(
                condition=Q(kind="closed") | Q(monitoring_date=None),
                name="only_a_closing_has_a_monitoring_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concern} {self.get_kind_display()}"
