from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.listen.forums.models import Forum
from sightline.organisations.models import Organisation, Profession, Programme

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, viewer: Viewer) -> ConversationQuerySet:
        """Those of the viewer's places; national ones for the quality teams of the country.

        A provider and an ICB see a conversation once it is closed and has its result.
        """
        inside = viewer.patch(Permission.RUN_FORUMS).q("place")
        if viewer.can(Permission.RUN_FORUMS):
            inside |= Q(place=None)
        reads = viewer.patch(Permission.VIEW_FORUMS).q("place")
        return self.filter(inside | (reads & Q(state=Conversation.State.CLOSED)))


class Conversation(models.Model):
    """Statements put to a group, which votes on them and adds its own. ``place`` null: England.

    ``result`` is worked out once, when it closes (see ``result.py``), so that no two results can
    be subtracted from each other. ``token`` is the address that the group is given.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Being prepared"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=160)
    purpose = models.TextField()
    place = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    profession = models.ForeignKey(
        Profession, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    forum = models.ForeignKey(
        Forum, null=True, blank=True, on_delete=models.PROTECT, related_name="conversations"
    )
    takes_statements = models.BooleanField(default=True)
    token = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_date = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(purpose=""),
                name="a_conversation_has_a_title_and_a_purpose",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, result__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None, result=None)),
                name="a_conversation_has_its_result_when_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place_name(self) -> str:
        return self.place.name if self.place else "England"


class Statement(models.Model):
    """A sentence that people agree with or not.

    One that a participant adds waits until somebody has read it; who added it is not kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        SHOWN = "shown", "Shown"
        LEFT_OUT = "left_out", "Left out"

    class Reason(models.TextChoices):
        PERSON = "person", "It names or points at a person"
        REPEAT = "repeat", "Another statement says the same"
        OFF_TOPIC = "off_topic", "It is about something else"
        UNCLEAR = "unclear", "It says more than one thing, or is not clear"

    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="statements"
    )
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=280)
    is_from_group = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices)
    reason = models.CharField(max_length=9, choices=Reason.choices, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "number"], name="one_statement_of_a_number"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_statement_has_words"),
            models.CheckConstraint(
                condition=(Q(state="left_out") & ~Q(reason=""))
                | (~Q(state="left_out") & Q(reason="")),
                name="a_statement_is_left_out_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Participant(models.Model):
    """Somebody who votes, known only by the hash of a random key in a cookie.

    No account, address or time. The hash is wiped when the conversation closes: from then on
    nothing leads from a browser to its votes.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="participants"
    )
    key_hash = models.CharField(max_length=64, null=True, blank=True)
    added = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "key_hash"], name="one_participant_of_a_key"
            )
        ]

    def __str__(self) -> str:
        return "Somebody who votes"


class Vote(models.Model):
    """What a participant thinks of a statement: 1 agree, -1 disagree, 0 pass. No time is kept."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    choice = models.SmallIntegerField()

    class Meta:
        db_table = "listen_codesign_vote"
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "statement"], name="one_vote_on_a_statement"
            ),
            models.CheckConstraint(
                condition=Q(choice__in=(-1, 0, 1)), name="a_vote_is_agree_disagree_or_pass"
            ),
        ]

    def __str__(self) -> str:
        return "A vote"
