from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from sightline.access import viewer as access
from sightline.access.permissions import Permission
from sightline.assess.returns import rules
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.journeys import reading
from sightline.assess.returns.journeys.reading import Journey
from sightline.assess.returns.words import Status
from sightline.organisations.models import Organisation, Profession

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


_INSIDE = (Permission.ANSWER_RETURN, Permission.SIGN_RETURN, Permission.REVIEW_RETURN)


class ReturnQuerySet(models.QuerySet["Return"]):
    def visible_to(self, viewer: Viewer) -> ReturnQuerySet:
        return self.filter(viewer.patch(Permission.VIEW_RETURNS).q("organisation"))

    def answered_by(self, viewer: Viewer) -> ReturnQuerySet:
        """Those that the viewer answers for the provider."""
        return self.filter(viewer.patch(Permission.ANSWER_RETURN).q("organisation"))

    def worked_on_by(self, viewer: Viewer) -> ReturnQuerySet:
        """Those whose answers on their way the viewer may read: the provider's own."""
        return self.filter(
            viewer.patch(Permission.ANSWER_RETURN).q("organisation")
            | viewer.patch(Permission.SIGN_RETURN).q("organisation")
        )

    def signed_by(self, viewer: Viewer) -> ReturnQuerySet:
        """Those that the viewer may sign for the provider."""
        return self.filter(viewer.patch(Permission.SIGN_RETURN).q("organisation"))

    def reviewed_by(self, viewer: Viewer) -> ReturnQuerySet:
        """Signed ones that the viewer reviews."""
        return self.filter(
            viewer.patch(Permission.REVIEW_RETURN).q("organisation"), current__isnull=False
        )

    def to_review(self) -> ReturnQuerySet:
        """Signed, without a feedback letter, and nothing newer is signed by the same provider."""
        newer = Return.objects.filter(
            organisation=OuterRef("organisation"),
            first_signed_date__isnull=False,
            campaign__opens_date__gt=OuterRef("campaign__opens_date"),
        )
        return self.filter(~Exists(newer), current__isnull=False, current__letter=None)

    def with_status(self, day: date) -> ReturnQuerySet:
        """Adds ``status``: the same rule as ``rules.status_on``, so that lists can filter by it."""
        signed = Q(first_signed_date__isnull=False, first_signed_date__lte=day)
        return self.annotate(
            status=Case(
                When(
                    signed & Q(first_signed_date__lte=F("campaign__closes_date")),
                    then=Value(Status.RETURNED.value),
                ),
                When(signed, then=Value(Status.RETURNED_LATE.value)),
                When(campaign__opens_date__gt=day, then=Value(Status.NOT_OPEN.value)),
                When(campaign__last_date__lt=day, then=Value(Status.MISSING.value)),
                When(campaign__closes_date__lt=day, then=Value(Status.OVERDUE.value)),
                When(started_at__isnull=False, then=Value(Status.IN_PROGRESS.value)),
                default=Value(Status.NOT_STARTED.value),
                output_field=models.CharField(),
            )
        )


class ReturnManager(models.Manager.from_queryset(ReturnQuerySet)):  # type: ignore[misc]
    """Those that are asked for: without providers that were taken out of their campaign."""

    def get_queryset(self) -> ReturnQuerySet:
        found: ReturnQuerySet = super().get_queryset().filter(taken_out_at=None)
        return found


class Return(models.Model):
    """One provider's self-assessment in one campaign.

    ``current`` is the version that was signed last: what eyes outside the provider see. The
    answers on their way are in answering/models.py; ``is_locked`` says that they are those that
    were signed. ``amended_because`` is why a new version was begun after signing.
    ``taken_out_at``: the provider was asked by mistake; only ``everything`` has it then.
    """

    reference = models.SlugField(max_length=40, unique=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="returns")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="self_assessments"
    )
    journey_code = models.SlugField(max_length=40)
    journey_version = models.PositiveSmallIntegerField()
    # Learners a year, as the provider says: which questions are asked depends on it.
    learners = models.PositiveIntegerField(null=True, blank=True)
    professions = models.ManyToManyField(Profession, related_name="+", blank=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    is_locked = models.BooleanField(default=False)
    amended_because = models.TextField(blank=True)
    first_signed_date = models.DateField(null=True, blank=True)
    current = models.ForeignKey(
        "assess.Signature", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    taken_out_at = models.DateTimeField(null=True, blank=True)
    taken_out_because = models.TextField(blank=True)

    objects = ReturnManager()
    everything = ReturnQuerySet.as_manager()

    # Set on rows that come from ``with_status``.
    status: str

    class Meta:
        ordering = ["organisation__name", "pk"]
        indexes = [models.Index(fields=["campaign", "first_signed_date"])]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "organisation"], name="asked_once_in_a_campaign"
            ),
            models.CheckConstraint(
                condition=Q(is_locked=False)
                | Q(current__isnull=False, first_signed_date__isnull=False),
                name="only_a_signed_return_is_locked",
            ),
            models.CheckConstraint(
                condition=Q(taken_out_at=None, taken_out_because="")
                | (~Q(taken_out_because="") & Q(taken_out_at__isnull=False, current=None)),
                name="only_an_unsigned_return_is_taken_out",
            ),
            models.CheckConstraint(
                condition=Q(learners=None) | Q(started_at__isnull=False),
                name="a_return_with_learners_has_begun",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def journey(self) -> Journey:
        """What is asked here: without what only larger providers are asked."""
        return reading.find(self.journey_code, self.journey_version).asked(self.learners)

    def status_on(self, day: date) -> Status:
        return rules.status_on(
            day,
            opens=self.campaign.opens_date,
            closes=self.campaign.closes_date,
            last=self.campaign.last_date,
            is_started=self.started_at is not None,
            signed_date=self.first_signed_date,
        )

    def refuse_unless_open(self, day: date) -> None:
        """Raises rules.CannotAnswer."""
        rules.refuse_unless_open(
            day,
            opens=self.campaign.opens_date,
            last=self.campaign.last_date,
            is_signed=self.is_locked,
            is_amending=self.current_id is not None,
        )

    def is_read_inside(self, viewer: Viewer) -> bool:
        """By the provider and its reviewers, who read every version and what was said of it."""
        return any(self.may(viewer, one) for one in _INSIDE)

    def may(self, viewer: Viewer, permission: Permission) -> bool:
        return access.may(viewer, permission, at=self.organisation)
