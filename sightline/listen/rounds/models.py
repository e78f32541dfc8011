from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sightline.access.permissions import Permission
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.listen.surveys.models import Round
from sightline.organisations.models import Organisation

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, viewer: Viewer) -> CollectionQuerySet:
        """Those run at, or above, a place where the viewer may watch rounds; national ones too."""
        patch = viewer.patch(Permission.VIEW_ROUNDS)
        if patch.empty:
            return self.none()
        if patch.nation:
            return self
        own = Organisation.objects.filter(patch.q()).order_by()
        return self.filter(
            patch.q("place")
            | Q(place=None)
            | Q(place__in=own.values("region"))
            | Q(place__in=own.values("icb"))
        )

    def run_by(self, viewer: Viewer) -> CollectionQuerySet:
        """Those that the viewer may open, close and send invitations for."""
        patch = viewer.patch(Permission.RUN_ROUND)
        return self if patch.nation else self.filter(patch.q("place"))


class Collection(models.Model):
    """A round that Sightline itself collects answers for (others come as a file).

    ``place`` is where it is run: a region or provider, or null for the whole country. Who is asked
    is ``population``: lists of codes under "organisations", "programmes" and "professions"; an
    empty list stands for all of them.

    Of those who are invited, ``sampling`` may take a random part: so many of all (RANDOM) or of
    each group of ``quota_by`` (QUOTA); ``sample_seed`` makes the draw repeatable: population.py.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Being prepared"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Access(models.TextChoices):
        INVITED = "invited", "Those who are invited"
        OPEN_LINK = "open_link", "Anybody with the link"
        BOTH = "both", "Those who are invited, and anybody with the link"

    class Sampling(models.TextChoices):
        EVERYBODY = "everybody", "Everybody"
        RANDOM = "random", "A random sample"
        QUOTA = "quota", "A random sample of the same size from each group"

    class QuotaBy(models.TextChoices):
        REGION = "region", "Region"
        ICB = "icb", "Integrated care board"
        PROVIDER = "provider", "Provider"
        PROFESSION = "profession", "Profession"
        PROGRAMME = "programme", "Programme"

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
    sampling = models.CharField(max_length=9, choices=Sampling.choices, default=Sampling.EVERYBODY)
    sample_size = models.PositiveIntegerField(null=True, blank=True)
    quota_by = models.CharField(max_length=10, choices=QuotaBy.choices, blank=True)
    sample_seed = models.PositiveIntegerField(null=True, blank=True)
    notice = models.ForeignKey(
        PrivacyNotice, null=True, blank=True, on_delete=models.PROTECT, related_name="collections"
    )
    # When somebody said that it may open by itself at ``opens_at``; null: nobody has.
    scheduled_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(state="draft") | Q(notice__isnull=False),
                name="collection_opens_with_a_privacy_notice",
            ),
            models.CheckConstraint(
                condition=Q(sampling="everybody", sample_size=None, quota_by="", sample_seed=None)
                | Q(
                    sampling="random",
                    sample_size__gte=1,
                    quota_by="",
                    sample_seed__isnull=False,
                )
                | (
                    Q(sampling="quota", sample_size__gte=1, sample_seed__isnull=False)
                    & ~Q(quota_by="")
                ),
                name="collection_says_how_it_samples",
            ),
        ]

    def __str__(self) -> str:
        return str(self.round)
