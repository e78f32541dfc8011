from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.commitments.models import Commitment
from sightline.listen.surveys.models import Round
from sightline.organisations.models import Organisation, Programme
from sightline.results.models import Dataset, Measure

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class ReplyQuerySet(models.QuerySet["Reply"]):
    def visible_to(self, viewer: Viewer) -> ReplyQuerySet:
        """Drafts to those who may draft there; published ones also to learners there."""
        drafts = viewer.patch(Permission.DRAFT_REPLY).q("organisation")
        published = viewer.patch(Permission.VIEW_REPLIES).q("organisation")
        return self.filter(drafts | (published & Q(state=Reply.State.PUBLISHED)))

    def public(self) -> ReplyQuerySet:
        return self.filter(state=Reply.State.PUBLISHED)


class Reply(models.Model):
    """What learners are told happened because of what they said: "you said, we did".

    ``quoted`` is frozen when published: the numbers as they passed the public gate, each
    ``{"measure": code, "label": …, "n": …, "percent_positive": …, "group": …}``.
    """

    class Outcome(models.TextChoices):
        CHANGED = "changed", "Changed"
        NOT_CHANGED = "not_changed", "Not changed, because"
        PASSED_ON = "passed_on", "Passed to"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    reference = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="replies")
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    commitment = models.ForeignKey(
        Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="+")
    measures = models.ManyToManyField(Measure, related_name="replies")
    you_said = models.TextField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    we_did = models.TextField()
    passed_to = models.CharField(max_length=160, blank=True)
    quoted = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-drafted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False),
                name="a_published_reply_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="passed_on") | ~Q(passed_to=""),
                name="a_reply_passed_on_says_to_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Confirmation(models.Model):
    """What later learners of the same place said when asked whether they have seen it.

    Counts only, of one reply in one later round. New answers wait in ``waiting_…`` until ten of
    them are there, so that no change of the counts tells of fewer than ten people.
    """

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        NOT_SURE = "not_sure", "Not sure"

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="confirmations")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="confirmations")
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)
    not_sure = models.PositiveIntegerField(default=0)
    waiting_yes = models.PositiveSmallIntegerField(default=0)
    waiting_no = models.PositiveSmallIntegerField(default=0)
    waiting_not_sure = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["round", "reply"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "round"], name="one_confirmation_of_a_reply_in_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reply} in {self.round}"

    @property
    def total(self) -> int:
        return self.yes + self.no + self.not_sure

    @property
    def percent_yes(self) -> float | None:
        """Of all who answered, those who have seen it; None while nobody is counted."""
        return 100 * self.yes / self.total if self.total else None


class Reopening(models.Model):
    """Too many later learners have not seen what a reply says was done: somebody looks again.

    The counts are those on which it was re-opened; ``answer`` says what was done about it.
    """

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="reopenings")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    yes = models.PositiveIntegerField()
    no = models.PositiveIntegerField()
    not_sure = models.PositiveIntegerField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "round"], name="one_reopening_of_a_reply_in_a_round"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="a_reopening_is_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reply} re-opened"

    @property
    def total(self) -> int:
        return self.yes + self.no + self.not_sure
