from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sightline.access.permissions import Permission
from sightline.standards.models import FrameworkVersion

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, viewer: Viewer) -> CampaignQuerySet:
        """A cycle belongs to the whole country: known to everybody who may see returns."""
        return self if viewer.can(Permission.VIEW_RETURNS) else self.none()


class Campaign(models.Model):
    """One cycle of self-assessment.

    Due on ``closes_date``; a late one is taken until ``last_date``; after that it is missing. All
    three days are included. ``ladder`` is the version of the reminders, see ladder.py.
    """

    code = models.SlugField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    opens_date = models.DateField()
    closes_date = models.DateField()
    last_date = models.DateField()
    ladder = models.CharField(max_length=20)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_date", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_date__lt=F("closes_date"), closes_date__lte=F("last_date")),
                name="a_campaign_opens_before_it_closes",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_campaign_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
