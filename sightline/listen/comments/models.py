from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.listen.surveys.models import Round
from sightline.organisations.models import Organisation, Profession, Programme

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


def new_key() -> str:
    """A key that says nothing: neither order nor number of comments."""
    return secrets.token_hex(6)


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, viewer: Viewer) -> CommentQuerySet:
        """Those that the viewer moderates; what readers see goes through queries.readable."""
        patch = viewer.patch(Permission.MODERATE_COMMENTS)
        if patch.empty:
            return self.none()
        return self if patch.nation else self.filter(patch.q("organisation"))

    def to_read(self) -> CommentQuerySet:
        return self.filter(state=Comment.State.WAITING)


class Comment(models.Model):
    """What somebody wrote into a survey, kept apart from what they answered.

    Nothing joins it to a respondent or to other answers. It is kept under a group of at least ten
    who answered (see cells.py): ``organisation`` is a provider or region, null for the nation.

    ``raw_text`` is as it came, and is wiped once somebody has decided. ``masked_text`` is first
    what the patterns propose, then what the moderator made of it. ``found`` lists what the patterns
    found in the raw text: ``[[kind, start, end], …]``; ``urgent`` names why it is read first.
    ``received_date`` (the day its batch came in, for the clock) is wiped with the decision too.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "To be read"
        RELEASED = "released", "Released"
        WITHHELD = "withheld", "Withheld"

    key = models.SlugField(max_length=12, unique=True, default=new_key)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="comments")
    #: Which file or collection it came from, such as "import 12".
    source = models.CharField(max_length=40)
    question = models.SlugField(max_length=40)
    question_label = models.CharField(max_length=200)
    #: The code of a theme of the survey; blank: none.
    theme = models.SlugField(max_length=40, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    profession = models.ForeignKey(
        Profession, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Keyed; tells the same comment in a corrected file. Forgotten when the round is final.
    fingerprint = models.BinaryField(max_length=16, null=True, blank=True, editable=False)
    # Whether the groups above were checked against all who answered; nobody reads it before.
    is_settled = models.BooleanField(default=False)
    raw_text = models.TextField(blank=True)
    masked_text = models.TextField()
    found = models.JSONField(default=list, blank=True)
    urgent = models.JSONField(default=list, blank=True)
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    is_public = models.BooleanField(default=False)
    received_date = models.DateField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)
    # Whoever said that they are looking into an urgent one, and what they do.
    taken_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_on_note = models.TextField(blank=True)
    # Nobody had taken it on within a day: it was put before the national leads.
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-is_urgent", "due_date", "key"]
        indexes = [
            models.Index(fields=["state", "is_urgent", "due_date"]),
            models.Index(fields=["round", "state", "organisation"]),
            # Themes of a round are counted without reading what was written.
            models.Index(fields=["round", "question", "organisation", "theme", "state"]),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(masked_text=""), name="a_comment_says_something"),
            models.CheckConstraint(
                condition=Q(state="waiting", received_date__isnull=False, due_date__isnull=False)
                | (~Q(state="waiting") & Q(raw_text="", received_date=None, due_date=None)),
                name="a_decided_comment_keeps_neither_its_raw_text_nor_a_time",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(state="released"),
                name="only_a_released_comment_is_public",
            ),
            models.CheckConstraint(
                condition=Q(programme=None) | Q(profession__isnull=False),
                name="a_comment_of_a_programme_has_its_profession",
            ),
        ]

    def __str__(self) -> str:
        return f"Comment {self.key}"


class CommentDecision(models.Model):
    """Released or withheld, by whom, and why. The latest counts; earlier ones stay."""

    class Outcome(models.TextChoices):
        RELEASED = "released", "Released"
        WITHHELD = "withheld", "Withheld"

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    because = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    mask_was_changed = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)
    at = models.DateTimeField()
    # Null: the service itself, when a corrected file no longer has the comment.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="released") | ~Q(because=""),
                name="a_comment_is_withheld_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} on {self.at:%d/%m/%Y}"
