from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from sightline.access import viewer as access
from sightline.access.permissions import Permission
from sightline.assess.applicable import settings_file
from sightline.assess.places import Level, Place
from sightline.govern.approvals import rules
from sightline.govern.approvals.words import ConditionState, Standing, State
from sightline.listen.outside.models import EducationProvider
from sightline.organisations.models import (
    LearningEnvironment,
    Organisation,
    Profession,
    Programme,
)
from sightline.organisations.words import Level as LearnerLevel

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def visible_to(self, viewer: Viewer) -> ApprovalQuerySet:
        """Whole patches see theirs; who acts for an education provider sees what it applied for.

        And, once it was approved, everything: it is approved once for all who send learners.
        Relying opens nothing before that: anybody who sends learners can say that they rely.
        """
        seen = viewer.patch(Permission.VIEW_APPROVALS).q("organisation")
        if viewer.can(Permission.APPLY_FOR_APPROVAL) and (theirs := _schools(viewer)):
            named = Q(education_provider_id__in=theirs) | Q(lead_id__in=theirs)
            seen |= named | Q(state__in=_SHARED)
        return self.filter(seen)

    def known_to(self, viewer: Viewer) -> ApprovalQuerySet:
        """Those of which the viewer may know that they are there: also what others have sent in."""
        if viewer.can(Permission.APPLY_FOR_APPROVAL) and _schools(viewer):
            return self.filter(Q(pk__in=self.visible_to(viewer)) | Q(state__in=rules.TAKEN))
        return self.visible_to(viewer)

    def with_standing(self, day: date) -> ApprovalQuerySet:
        """Adds ``standing``, by the same rule as ``rules.standing``: lists can filter by it."""
        from sightline.govern.approvals.conditions.models import Condition

        own = Condition.objects.filter(approval=OuterRef("pk"))
        waiting = own.filter(state=ConditionState.OPEN)
        in_force = Q(state__in=rules.APPROVED)
        too_late = day - timedelta(days=rules.GRACE_DAYS)
        return self.annotate(
            standing=Case(
                When(~in_force, then=F("state")),
                When(
                    Q(review_date=None) | Q(review_date__lt=day),
                    then=Value(Standing.EXPIRED.value),
                ),
                When(
                    Exists(own.filter(state=ConditionState.NOT_MET))
                    | Exists(waiting.filter(due_date__lt=too_late)),
                    then=Value(Standing.NOT_MET.value),
                ),
                When(Exists(waiting.filter(due_date__lt=day)), then=Value(Standing.LATE.value)),
                default=F("state"),
                output_field=models.CharField(),
            )
        )


#: Decided for: known to everybody who sends learners.
_SHARED = sorted([*rules.APPROVED, State.SUSPENDED, State.ENDED])


def _schools(viewer: Any) -> list[int]:
    """Keys of the education providers for which the viewer acts."""
    from sightline.govern.approvals.joining.models import ActsFor

    return list(
        ActsFor.objects.filter(user_id=viewer.pk, ended_at=None).values_list(
            "education_provider_id", flat=True
        )
    )


class Approval(models.Model):
    """A place is to be, or is, approved for learners of some professions: from first to last.

    One record from the application to its end. A review is a further panel and decision of the
    same record, so that a place, setting and profession has one approval however many education
    providers use it. ``state`` is the last Step's; ``review_date`` the last day on which the last
    decision counts; ``version`` counts what was saved while it was prepared.
    """

    reference = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="approvals"
    )
    environment = models.ForeignKey(
        LearningEnvironment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    setting = models.CharField(max_length=32)  # a code of assess/applicable/data/settings.yaml
    # For whom it was applied; none: the quality team or the place itself.
    education_provider = models.ForeignKey(
        EducationProvider, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Whom the last decision names to look after the place for all who use it.
    lead = models.ForeignKey(
        EducationProvider, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    what_for = models.TextField(blank=True)
    supervision = models.TextField(blank=True)
    supervisors = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    review_date = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ApprovalQuerySet.as_manager()

    # Set on rows that come from ``with_standing``.
    standing: str

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["state", "review_date"])]
        constraints = [
            models.CheckConstraint(condition=~Q(setting=""), name="an_approval_names_a_setting"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "conditions"]) | Q(review_date__isnull=False),
                name="what_is_approved_has_a_review_date",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def place(self) -> Place:
        level = Level.ENVIRONMENT if self.environment else Level.ORGANISATION
        return Place(level, self.organisation, self.environment)

    @property
    def setting_name(self) -> str:
        return settings_file.name_of(self.setting)

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    def may(self, viewer: Viewer, permission: Permission) -> bool:
        return access.may(viewer, permission, at=self.organisation)


class ApprovalLine(models.Model):
    """Learners of one profession, programme and level: how many at a time are proposed."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="lines")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(max_length=20, choices=LearnerLevel.choices)
    learners = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "govern_approval_line"
        ordering = ["profession__name", "programme__name", "level", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "profession", "programme", "level"],
                name="learners_are_listed_once",
            ),
            models.UniqueConstraint(
                fields=["approval", "profession", "level"],
                condition=Q(programme=None),
                name="learners_of_no_programme_are_listed_once",
            ),
            models.CheckConstraint(
                condition=Q(learners__range=(1, rules.MOST_LEARNERS)),
                name="an_approval_is_for_some_learners",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}, {self.get_level_display().lower()}"

    @property
    def who(self) -> str:
        return f"{self.profession}: {self.programme}" if self.programme else str(self.profession)


class Coverage(models.Model):
    """A profession for which a place and setting has an application or approval: one at a time.

    Written when it is sent in; ``is_open`` until it comes to its end or goes back.
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="coverages")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    environment = models.ForeignKey(
        LearningEnvironment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    setting = models.CharField(max_length=32)
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    is_open = models.BooleanField(default=True)

    class Meta:
        db_table = "govern_approval_coverage"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "environment", "setting", "profession"],
                condition=Q(is_open=True, environment__isnull=False),
                name="an_environment_is_approved_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "setting", "profession"],
                condition=Q(is_open=True, environment=None),
                name="a_place_is_approved_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approval_id}: {self.profession_id}"


class Step(models.Model):
    """One move of an approval from a state to another, and why. Added, never edited."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=12, choices=State.choices, blank=True)
    after = models.CharField(max_length=12, choices=State.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "govern_approval_step"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(after__in=["withdrawn", "suspended", "ended", "not_approved"])
                | ~Q(reason=""),
                name="what_ends_an_approval_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approval_id}: {self.get_after_display()}"
