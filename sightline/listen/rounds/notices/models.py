from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from sightline.access.permissions import Permission

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class PrivacyNoticeQuerySet(models.QuerySet["PrivacyNotice"]):
    def visible_to(self, viewer: Viewer) -> PrivacyNoticeQuerySet:
        """Notices are shared by everybody who may run a round."""
        return self if viewer.can(Permission.RUN_ROUND) else self.none()

    def newest(self) -> PrivacyNoticeQuerySet:
        """The latest version of each."""
        later = PrivacyNotice.objects.filter(
            code=models.OuterRef("code"), version__gt=models.OuterRef("version")
        )
        return self.filter(~models.Exists(later))


class PrivacyNotice(models.Model):
    """What people are told before they answer. A change is a new version; none is changed."""

    code = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    purpose = models.TextField()
    lawful_basis = models.TextField()
    who_sees = models.TextField()
    kept_for = models.TextField()
    contact = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PrivacyNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["title", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_notice_of_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Its headings and texts, in the order in which they are read."""
        return [
            ("Why we ask", self.purpose),
            ("Our lawful basis", self.lawful_basis),
            ("Who sees what you answer", self.who_sees),
            ("How long we keep it", self.kept_for),
            ("Who to ask", self.contact),
        ]
