from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.organisations.models import Organisation

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class GuardianQuerySet(models.QuerySet["Guardian"]):
    def visible_to(self, viewer: Viewer) -> GuardianQuerySet:
        """Those that the viewer may keep up to date. To read one needs no permission."""
        return self.filter(viewer.patch(Permission.KEEP_GUARDIANS).q("organisation"))


class Guardian(models.Model):
    """How to reach the Freedom to Speak Up guardian of a provider. For anybody to read."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="guardian"
    )
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField()
    is_made_up = models.BooleanField(default=False)

    objects = GuardianQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="", phone=""), name="a_guardian_can_be_reached"
            )
        ]

    def __str__(self) -> str:
        return self.name or "Freedom to Speak Up guardian"
