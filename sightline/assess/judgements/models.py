from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sightline.access.permissions import Permission
from sightline.assess.evidence import kinds
from sightline.assess.evidence.models import Evidence
from sightline.assess.evidence.rules import Mark
from sightline.assess.evidence.words import Direction, Strength
from sightline.assess.judgements.words import Confidence, Outcome
from sightline.assess.places import AboutPlace, parts_fit
from sightline.standards.models import Standard

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def visible_to(self, viewer: Viewer) -> JudgementQuerySet:
        """A provider reads what is judged of it; what it rests on is shown as far as it may be."""
        return self.filter(viewer.patch(Permission.VIEW_EVIDENCE).q("organisation"))

    def standing_before(self, moment: datetime) -> JudgementQuerySet:
        """The judgements that stood just before a moment."""
        return self.filter(at__lt=moment).filter(
            Q(superseded_by=None) | Q(superseded_by__at__gte=moment)
        )


class Judgement(AboutPlace):
    """What named people decided about one standard in one place: added, never edited.

    It supersedes the one before, of whatever version of the framework. ``voices`` counts the
    voices that were fresh among what it cites, on its day. There is no overall score.
    """

    reference = models.CharField(max_length=20, unique=True)
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="judgements")
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    confidence = models.CharField(max_length=8, choices=Confidence.choices)
    reasons = models.TextField()
    dissent = models.TextField(blank=True)
    made_by = models.CharField(max_length=300)
    decided_date = models.DateField()
    next_review_date = models.DateField()
    voices = models.PositiveSmallIntegerField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = JudgementQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["organisation", "level", "standard"], name="judgements_of_a_place")
        ]
        constraints = [
            parts_fit("a_judgement_is_about_one_place"),
            models.CheckConstraint(
                condition=~Q(reasons="") & ~Q(made_by=""), name="a_judgement_says_why_and_who"
            ),
            models.CheckConstraint(
                condition=Q(next_review_date__gt=F("decided_date")),
                name="a_judgement_is_reviewed_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="assured") | Q(voices__gte=2),
                name="assured_rests_on_two_voices",
            ),
            *(
                models.UniqueConstraint(
                    fields=["organisation", "standard", *part],
                    condition=Q(supersedes=None, level__in=levels),
                    name=f"one_first_judgement_{name}",
                )
                for name, part, levels in (
                    ("of_an_organisation", (), ("organisation", "system")),
                    ("of_an_environment", ("environment",), ("environment",)),
                    ("of_a_programme", ("programme",), ("programme",)),
                )
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Cited(models.Model):
    """A copy of what a judgement rests on, as it was when it was cited.

    ``evidence`` is the piece of evidence; for what lives elsewhere ``source`` is the address of
    the page that it came from, as it was called there in ``key``. ``frozen`` keeps title, text,
    dates and, for a survey, the cell as it passed the gate.
    """

    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="cited")
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="citations"
    )
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=32)
    voice = models.CharField(max_length=12, blank=True)
    direction = models.CharField(max_length=8, choices=Direction.choices)
    strength = models.PositiveSmallIntegerField(choices=Strength.choices)
    stale_date = models.DateField()
    is_internal = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    frozen = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["judgement", "key"], name="a_judgement_cites_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} in {self.judgement}"

    @property
    def kind_name(self) -> str:
        return kinds.name_of(self.kind)

    @property
    def mark(self) -> Mark:
        return Mark(self.kind, self.voice, self.direction, self.strength, self.stale_date)
