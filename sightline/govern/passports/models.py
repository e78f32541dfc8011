from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.assess.places import AboutPlace, parts_fit
from sightline.govern.capacity.models import only_places
from sightline.govern.passports.blocks import digest
from sightline.govern.passports.words import Audience
from sightline.standards.models import FrameworkVersion

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class FrozenQuerySet(models.QuerySet["FrozenPassport"]):
    def visible_to(self, viewer: Viewer) -> FrozenQuerySet:
        """What the place itself may see to whoever sees its evidence; all to quality teams."""
        inside = viewer.patch(Permission.VIEW_INTERNAL).q("organisation")
        outside = viewer.patch(Permission.VIEW_EVIDENCE).q("organisation")
        return self.filter(inside | (outside & Q(audience=Audience.PLACE)))


class FrozenPassport(AboutPlace):
    """A quality passport as it was shown at a moment, for a decision: added, never edited.

    ``content`` is as contents.py makes it, wording and all; ``digest`` its SHA-256.
    ``for_reference`` names the decision that it belongs to; higher and neighbouring nouns are
    named, not joined.
    """

    reference = models.CharField(max_length=20, unique=True)
    audience = models.CharField(max_length=8, choices=Audience.choices)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    wording = models.PositiveSmallIntegerField()
    framework = models.ForeignKey(
        FrameworkVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    for_what = models.CharField(max_length=200)
    for_reference = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = FrozenQuerySet.as_manager()

    class Meta:
        db_table = "govern_frozen_passport"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["for_reference"], name="passports_of_a_decision")]
        constraints = [
            parts_fit("a_passport_is_about_one_place"),
            only_places("a_passport_is_about_a_provider_or_a_part_of_it"),
            models.CheckConstraint(
                condition=~Q(for_what=""), name="a_passport_says_what_it_is_for"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_as_it_was(self) -> bool:
        """Does the content still have the fingerprint that it was kept with?"""
        return digest(self.content) == self.digest
