from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sightline.access.permissions import Permission
from sightline.assess.evidence import kinds
from sightline.assess.evidence.rules import Mark
from sightline.assess.evidence.words import Audience, Direction, Strength
from sightline.assess.places import AboutPlace, parts_fit
from sightline.organisations.models import Profession
from sightline.standards.models import Standard

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, viewer: Viewer) -> EvidenceQuerySet:
        """Everything where they see the internal part; elsewhere in their patch, what is shared."""
        inside = viewer.patch(Permission.VIEW_INTERNAL).q("organisation")
        shared = viewer.patch(Permission.VIEW_EVIDENCE).q("organisation")
        return self.filter(inside | (shared & Q(audience=Audience.SHARED)))

    def held_before(self, moment: datetime) -> EvidenceQuerySet:
        """What was here before a moment and not withdrawn before it."""
        return self.filter(at__lt=moment).filter(Q(withdrawal=None) | Q(withdrawal__at__gte=moment))


class Evidence(AboutPlace):
    """Something that says something about a standard, in a place, at a time.

    Added and withdrawn, never edited. What lives elsewhere (surveys, forums, stories, concerns) is
    read there and is no row here; a judgement that cites it keeps a copy of its own.
    """

    reference = models.CharField(max_length=20, unique=True)
    professions = models.ManyToManyField(Profession, related_name="+", blank=True)
    standards = models.ManyToManyField(Standard, related_name="assess_evidence", blank=True)
    kind = models.CharField(max_length=32)  # a code of data/kinds.yaml
    title = models.CharField(max_length=160)
    statement = models.TextField()
    direction = models.CharField(max_length=8, choices=Direction.choices)
    strength = models.PositiveSmallIntegerField(choices=Strength.choices)
    strength_reason = models.TextField(blank=True)
    period_from = models.DateField()
    period_to = models.DateField()
    received_date = models.DateField()
    # The first day on which it does not count any more.
    stale_date = models.DateField()
    audience = models.CharField(max_length=8, choices=Audience.choices)
    # Where it can be looked up: a report's number, an address.
    source_reference = models.CharField(max_length=300, blank=True)
    # What a regulator decided, and when: recorded, and nothing derived from it.
    fact = models.CharField(max_length=32, blank=True)
    fact_date = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-period_to", "-id"]
        indexes = [
            models.Index(fields=["organisation", "level", "kind"], name="evidence_of_a_place"),
            models.Index(fields=["kind", "direction"], name="evidence_of_a_kind"),
        ]
        constraints = [
            parts_fit("evidence_is_about_one_place"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(statement=""), name="evidence_says_something"
            ),
            models.CheckConstraint(
                condition=Q(strength__range=(1, 3)), name="strength_runs_from_1_to_3"
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from"))
                & Q(received_date__gte=F("period_to"))
                & Q(stale_date__gt=F("period_to")),
                name="evidence_is_dated_in_order",
            ),
            models.CheckConstraint(
                condition=Q(fact="", fact_date=None) & ~Q(strength_reason="")
                | ~Q(fact="")
                & Q(fact_date__isnull=False, direction=Direction.NEITHER)
                & ~Q(source_reference=""),
                name="evidence_is_weighed_or_is_a_fact",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def kind_name(self) -> str:
        return kinds.name_of(self.kind)

    @property
    def voice(self) -> str:
        return kinds.voice_of(self.kind)

    @property
    def fact_name(self) -> str:
        known = kinds.all_kinds().get(self.kind)
        found = known.fact(self.fact) if known else None
        return found.name if found else self.fact

    @property
    def mark(self) -> Mark:
        return Mark(self.kind, self.voice, self.direction, self.strength, self.stale_date)

    def is_fresh(self, day: date) -> bool:
        return day < self.stale_date


class EvidenceFile(models.Model):
    """The file of a piece of evidence: as it came, with its hash and what the scan said.

    ``stored_name`` is the path of the file under MEDIA_ROOT.
    """

    class Scan(models.TextChoices):
        CLEAN = "clean", "Scanned for viruses: none found"
        NOT_SCANNED = "not_scanned", "Not scanned for viruses: no scanner is set up"

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="file")
    name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=12, choices=Scan.choices)

    class Meta:
        db_table = "assess_evidence_file"

    def __str__(self) -> str:
        return self.name


class Withdrawal(models.Model):
    """A piece of evidence is not relied on any more, from a moment on. It can still be read."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "assess_evidence_withdrawal"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_withdrawal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence} withdrawn"
