from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sightline.access.permissions import Permission

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class AccessKeyQuerySet(models.QuerySet["AccessKey"]):
    def visible_to(self, viewer: Viewer) -> AccessKeyQuerySet:
        """One's own; everybody's for those who look after people."""
        if viewer.can(Permission.MANAGE_PEOPLE):
            return self
        return self.filter(user_id=viewer.pk)

    def live_at(self, moment: datetime) -> AccessKeyQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=moment)


class AccessKey(models.Model):
    """A key with which a program of somebody's reads what that person may read, and no more.

    ``public`` is the part of the key that finds it; ``hashed`` is SHA-256 of the whole, in
    hexadecimal: 256 random bits need no salt. The key itself is shown once and kept nowhere. It
    signs nobody in to pages.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_keys"
    )
    name = models.CharField(max_length=60)
    public = models.CharField(max_length=12, unique=True)
    hashed = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = AccessKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="an_access_key_has_a_name"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="an_access_key_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=Q(revoked_at=None),
                name="one_access_key_of_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_live(self, moment: datetime) -> bool:
        return self.revoked_at is None and moment < self.expires_at
