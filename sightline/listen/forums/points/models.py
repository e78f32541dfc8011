from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from sightline.listen.forums.models import Meeting, seen_by
from sightline.listen.forums.words import Theme
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.standards.models import Standard

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class PointQuerySet(models.QuerySet["Point"]):
    def visible_to(self, viewer: Viewer) -> PointQuerySet:
        return self.filter(seen_by(viewer, "meeting__forum"))

    def with_state(self) -> PointQuerySet:
        """Adds ``state``: the latest thing that came of it, "open" while nothing did."""
        latest = Outcome.objects.filter(point=OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(state=Coalesce(Subquery(latest.values("state")[:1]), Value("open")))


class Point(models.Model):
    """Something that was said at a meeting, and how many of those present agreed.

    ``place`` is where it is about: the forum's own place or one inside it. What is promised, what
    came of it and what members were told are rows of their own.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ANSWERED = "answered", "Answered"
        DONE = "done", "Done"
        NOT_DONE = "not_done", "Not done, because"

    reference = models.CharField(max_length=20, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="points")
    text = models.TextField()
    agreed = models.PositiveSmallIntegerField(null=True, blank=True)
    present = models.PositiveSmallIntegerField(null=True, blank=True)
    theme = models.CharField(max_length=16, choices=Theme.choices)
    standards = models.ManyToManyField(Standard, related_name="forum_points", blank=True)
    place = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="forum_points"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    professions = models.ManyToManyField(Profession, related_name="+", blank=True)
    # Where it comes from when it was not said aloud: the reference of a co-design conversation.
    from_reference = models.CharField(max_length=20, blank=True)
    practice = models.TextField(blank=True)
    practice_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PointQuerySet.as_manager()

    # Set on rows that come from ``with_state``.
    state: str

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_point_says_something"),
            models.CheckConstraint(
                condition=Q(agreed=None, present=None)
                | Q(agreed__isnull=False, present__isnull=False, agreed__lte=F("present")),
                name="no_more_agree_than_are_present",
            ),
            models.CheckConstraint(
                condition=Q(practice="", practice_at=None)
                | (~Q(practice="") & Q(practice_at__isnull=False)),
                name="good_practice_says_what_others_can_learn",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Outcome(models.Model):
    """What came of a point: added, never edited. The latest counts."""

    class State(models.TextChoices):
        ANSWERED = "answered", "Answered"
        DONE = "done", "Done"
        NOT_DONE = "not_done", "Not done, because"

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="outcomes")
    state = models.CharField(max_length=8, choices=State.choices)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "listen_forum_outcome"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="what_came_of_it_is_said"),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.get_state_display()}"


class Promise(models.Model):
    """A sentence with an owner and a day. What a provider commits to is a Commitment instead."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="promises")
    text = models.TextField()
    owner_name = models.CharField(max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="forum_promises",
    )
    due_date = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_kept = models.BooleanField(null=True, blank=True)
    settled_text = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        db_table = "listen_forum_promise"
        ordering = ["due_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(owner_name=""), name="a_promise_says_what_and_who"
            ),
            models.CheckConstraint(
                condition=Q(is_kept=None, settled_text="", settled_at=None, settled_by=None)
                | (
                    Q(is_kept__isnull=False, settled_at__isnull=False, settled_by__isnull=False)
                    & ~Q(settled_text="")
                ),
                name="a_promise_is_settled_with_a_sentence",
            ),
        ]

    def __str__(self) -> str:
        return f"Promise on {self.point}"


class RaisedConcern(models.Model):
    """A concern that rests on a point. Named, not joined: concerns stand in a higher folder."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="concerns")
    concern_reference = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "listen_forum_raised_concern"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "concern_reference"], name="a_point_names_a_concern_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.concern_reference} because of {self.point}"


class Telling(models.Model):
    """What the members of a forum were told came of their points: added, never edited."""

    class How(models.TextChoices):
        MEETING = "meeting", "At a meeting"
        MESSAGE = "message", "By a message to members"
        PAGE = "page", "On a page or poster"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="tellings")
    points = models.ManyToManyField(Point, related_name="tellings")
    how = models.CharField(max_length=8, choices=How.choices)
    told_date = models.DateField()
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "listen_forum_telling"
        ordering = ["told_date", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="members_are_told_something"),
        ]

    def __str__(self) -> str:
        return f"Told back: {self.meeting}"
