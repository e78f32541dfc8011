from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.listen.voices.models import Voice
from sightline.organisations.models import Organisation

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, viewer: Viewer) -> StoryQuerySet:
        return self.filter(viewer.patch(Permission.TRIAGE_VOICES).q("organisation"))

    def public(self) -> StoryQuerySet:
        return self.filter(withdrawn_on=None)


class Story(models.Model):
    """Good care or good teaching as it is told in public: released, in words for everybody.

    The month is shown, never the day, nor anything else of the case behind it.
    """

    voice = models.OneToOneField(Voice, on_delete=models.PROTECT, related_name="story")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stories")
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    released_on = models.DateField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-released_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | ~Q(withdrawn_because=""),
                name="a_story_is_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=False) | ~Q(text=""),
                name="a_public_story_has_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title
