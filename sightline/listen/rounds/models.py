from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sightline.access.permissions import Permission
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.surveys.models import Round
from sightline.organisations.models import Organisation

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, viewer: Viewer) -> CollectionQuerySet:
        """Those run at a place where the viewer may watch rounds; national ones to all of them."""
        patch = viewer.patch(Permission.VIEW_ROUNDS)
        if patch.empty:
            return self.none()
        return self.filter(patch.q("place") | Q(place=None))

    def run_by(self, viewer: Viewer) -> CollectionQuerySet:
        """Those that the viewer may open, close and send invitations for."""
        patch = viewer.patch(Permission.RUN_ROUND)
        return self if patch.nation else self.filter(patch.q("place"))


class Collection(models.Model):
    """A round that Sightline itself collects answers for (others come as a file).

    ``place`` is where it is run: a region or provider, or null for the whole country. Who is asked
    is ``population``: lists of codes under "organisations", "programmes" and "professions"; an
    empty list stands for all of them.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Being prepared"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Access(models.TextChoices):
        INVITED = "invited", "Those who are invited"
        OPEN_LINK = "open_link", "Anybody with the link"
        BOTH = "both", "Those who are invited, and anybody with the link"

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="collection")
    version = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, related_name="collections"
    )
    place = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    access = models.CharField(max_length=9, choices=Access.choices, default=Access.BOTH)
    population = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="collection_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", opened_at=None, closed_at=None)
                | Q(state="open", opened_at__isnull=False, closed_at=None)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="collection_state_has_its_moments",
            ),
        ]

    def __str__(self) -> str:
        return str(self.round)
