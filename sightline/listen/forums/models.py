from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sightline.access.permissions import Permission
from sightline.listen.forums.words import How, Kind
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.organisations.words import Level

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


def seen_by(viewer: Viewer, path: str = "") -> Q:
    """A filter for forums that the viewer may see; ``path`` leads to the forum.

    National forums are for the quality teams of the whole country; a provider and an ICB see
    those of their own place.
    """
    start = f"{path}__" if path else ""
    found = viewer.patch(Permission.VIEW_FORUMS).q(f"{start}place")
    if viewer.can(Permission.RUN_FORUMS):
        found |= Q(**{f"{start}place": None})
    return found


class ForumQuerySet(models.QuerySet["Forum"]):
    def visible_to(self, viewer: Viewer) -> ForumQuerySet:
        return self.filter(seen_by(viewer))


class Forum(models.Model):
    """A group of learners that is listened to. ``place`` null: the whole country.

    ``team`` are the people who run it: only they change it, and only they see small numbers.
    """

    reference = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    purpose = models.TextField()
    place = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="forums"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    profession = models.ForeignKey(
        Profession, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    team = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="forums_run")
    started_date = models.DateField()
    ended_date = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)
    set_up_at = models.DateTimeField()
    set_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = ForumQuerySet.as_manager()

    class Meta:
        ordering = ["name", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(purpose=""), name="a_forum_has_a_name_and_a_purpose"
            ),
            models.CheckConstraint(
                condition=~Q(kind="national") | Q(place=None),
                name="a_national_forum_is_for_the_country",
            ),
            models.CheckConstraint(
                condition=Q(ended_date=None)
                | (Q(ended_date__gte=F("started_date")) & ~Q(ended_reason="")),
                name="a_forum_ends_after_it_starts_and_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place_name(self) -> str:
        return self.place.name if self.place else "England"


class ForumMember(models.Model):
    """Who belongs to a forum: somebody who can sign in here, or a group in words.

    Learners who cannot sign in are never named: they are a group, such as "Student midwives".
    """

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="forum_memberships",
    )
    group = models.CharField(max_length=120, blank=True)
    from_date = models.DateField()
    ended_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, group="") | (Q(user=None) & ~Q(group="")),
                name="a_member_is_a_person_here_or_a_group",
            ),
            models.UniqueConstraint(
                fields=["forum", "user"],
                condition=Q(user__isnull=False, ended_date=None),
                name="nobody_is_a_member_twice",
            ),
            models.CheckConstraint(
                condition=Q(ended_date=None) | Q(ended_date__gte=F("from_date")),
                name="a_membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.user.name if self.user else self.group


class Meeting(models.Model):
    """A meeting of a forum that was held. ``number`` counts within the forum."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    held_date = models.DateField()
    how = models.CharField(max_length=10, choices=How.choices)
    about = models.TextField(blank=True)
    not_heard = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-held_date", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "number"], name="one_meeting_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.forum}, meeting {self.number}"


class Attendance(models.Model):
    """How many of a group were invited to a meeting and came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    profession = models.ForeignKey(
        Profession, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(max_length=20, choices=Level.choices, blank=True)
    invited = models.PositiveSmallIntegerField(null=True, blank=True)
    came = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        name = self.profession.name if self.profession else "Other people"
        return f"{name}, {self.get_level_display().lower()}" if self.level else name
