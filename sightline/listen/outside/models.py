from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sightline.access.permissions import Permission
from sightline.listen.outside.words import Audience, Scale, Shape, UnitKind, Withheld
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.standards.models import Standard

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer

#: Work that has not ended for so long has stopped: its process was ended.
STUCK_AFTER = timedelta(minutes=30)


class Source(models.Model):
    """A survey that somebody else runs, with its own threshold, scale and licence.

    ``minimum_n`` answers and ``minimum_rate`` per cent of the people asked: below them nothing is
    shown. ``breaks``: ``[{"year": 2023, "why": "…"}]``, no trend is drawn into that year.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40)
    publisher = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    scale_note = models.TextField(blank=True)
    minimum_n = models.PositiveSmallIntegerField()
    minimum_rate = models.PositiveSmallIntegerField(default=0)
    threshold_note = models.TextField()
    outcome_rule = models.CharField(max_length=10, blank=True)
    outcome_note = models.TextField(blank=True)
    licence_note = models.TextField()
    missing_years = models.JSONField(default=list, blank=True)
    breaks = models.JSONField(default=list, blank=True)
    # Headings of columns that are not about quality, as patterns.
    left_out = models.JSONField(default=list, blank=True)
    is_shipped = models.BooleanField(default=False)
    is_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(minimum_n__gte=1), name="a_source_has_a_threshold"),
            models.CheckConstraint(
                condition=Q(minimum_rate__lte=100), name="a_source_asks_no_more_than_everybody"
            ),
            models.CheckConstraint(condition=~Q(licence_note=""), name="a_source_says_its_licence"),
        ]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """What a source measures. ``first_year`` and ``last_year``: when it was asked, where known."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="indicators")
    audience = models.CharField(max_length=8, choices=Audience.choices)
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=160)
    also = models.JSONField(default=list, blank=True)  # other labels in files
    theme = models.CharField(max_length=80, blank=True)
    scale = models.CharField(max_length=10, choices=Scale.choices)
    lower_is_better = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    standards = models.ManyToManyField(Standard, blank=True, related_name="outside_indicators")
    # Came with the service, or was first met in a file.
    is_shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["source", "audience", "position", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "audience", "code"], name="one_outside_indicator_of_a_code"
            )
        ]

    def __str__(self) -> str:
        return self.label


class EducationProvider(models.Model):
    """A university, college or school. Not an Organisation: it has no ODS code and no region.

    Its students are on placement in many regions, and what the NSS says of it is public.
    """

    ukprn = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=200)
    # Folded names by which files call it.
    also = models.JSONField(default=list, blank=True)
    is_made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(ukprn=""), name="an_education_provider_has_a_number"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlacingQuerySet(models.QuerySet["Placing"]):
    def visible_to(self, viewer: Viewer) -> PlacingQuerySet:
        return self.filter(viewer.patch(Permission.VIEW_RESULTS).q("organisation"))


class Placing(models.Model):
    """An education provider sends learners to a placement provider; ended, never deleted."""

    education_provider = models.ForeignKey(
        EducationProvider, on_delete=models.PROTECT, related_name="placings"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="outside_placings"
    )
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PlacingQuerySet.as_manager()

    class Meta:
        ordering = ["education_provider__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["education_provider", "organisation"],
                condition=Q(ended_at=None),
                name="said_once_who_sends_learners",
            )
        ]

    def __str__(self) -> str:
        return f"{self.education_provider} sends learners to {self.organisation}"


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, viewer: Viewer) -> UnitQuerySet:
        """Those of the patch; education providers to all who read results; the rest to a nation."""
        patch = viewer.patch(Permission.VIEW_RESULTS)
        if patch.nation:
            return self
        public = Q(pk__in=()) if patch.empty else Q(kind=UnitKind.EDUCATION)
        return self.filter(public | patch.q("organisation"))


class Unit(models.Model):
    """Who a figure is about: a place, and perhaps one specialty, programme or subject there.

    ``code`` and ``name`` are as the file says; ``organisation`` or ``education_provider`` is what
    they were found to be, or neither where the code is not known here. A site has its own row.
    """

    kind = models.CharField(max_length=12, choices=UnitKind.choices)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="outside_units"
    )
    education_provider = models.ForeignKey(
        EducationProvider, null=True, blank=True, on_delete=models.PROTECT, related_name="units"
    )
    subject_code = models.CharField(max_length=160, blank=True)
    subject_name = models.CharField(max_length=200, blank=True)
    profession = models.ForeignKey(
        Profession, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["name", "code", "subject_name"]
        indexes = [models.Index(fields=["organisation", "subject_name"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code", "subject_code"], name="one_outside_unit"
            ),
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(education_provider=None),
                name="an_outside_unit_is_one_kind_of_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_name}, {self.name}" if self.subject_name else self.name


class Edition(models.Model):
    """One year of a source."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="editions")
    year = models.PositiveSmallIntegerField()
    is_made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ["source", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["source", "year"], name="one_outside_edition_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=1990) & Q(year__lte=2100), name="an_edition_has_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.short_name} {self.year}"


class OutsideImportQuerySet(models.QuerySet["OutsideImport"]):
    def visible_to(self, viewer: Viewer) -> OutsideImportQuerySet:
        """Files are about the whole country: all of them, or none."""
        return self if viewer.patch(Permission.IMPORT_SURVEY).nation else self.none()


class OutsideImport(models.Model):
    """A file of results: what it was recognised as, what it would change, and whether it did.

    The file is kept under ``MEDIA_ROOT`` until it is applied or set aside, so that what is applied
    is what was seen: reading it again must give the same ``fingerprint``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        REFUSED = "refused", "The file cannot be read"
        DRY_RUN = "dry_run", "Read, not applied"
        APPLYING = "applying", "Being applied"
        APPLIED = "applied", "Applied"
        SET_ASIDE = "set_aside", "Set aside"

    RUNNING = (State.READING, State.APPLYING)

    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="imports"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    original_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    # What the person said, where the file does not say it.
    said_year = models.PositiveSmallIntegerField(null=True, blank=True)
    said_ukprn = models.CharField(max_length=8, blank=True)
    # Heading → role, where the person said what the columns are.
    said_columns = models.JSONField(default=dict, blank=True)
    shape = models.CharField(max_length=16, choices=Shape.choices, blank=True)
    # What the dry run found: see findings.py.
    findings = models.JSONField(default=dict, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    message = models.TextField(blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    began_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OutsideImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False),
                name="an_outside_import_is_applied_at_a_moment",
            )
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING

    def is_stuck(self, now: datetime) -> bool:
        return self.is_running and (self.began_at is None or now - self.began_at > STUCK_AFTER)


class FigureQuerySet(models.QuerySet["Figure"]):
    def visible_to(self, viewer: Viewer) -> FigureQuerySet:
        return self.filter(unit__in=Unit.objects.visible_to(viewer))


class Figure(models.Model):
    """One indicator of one unit in one edition, as its source gives it.

    ``value``, ``lower`` and ``upper`` are in the indicator's scale; ``rate`` is 0 to 100. Where the
    source's own threshold says that a figure may not be shown, no number of it is stored.
    ``held_back`` hides a figure that would give away such a one.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="figures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="figures")
    split = models.CharField(max_length=80, blank=True)
    value = models.FloatField(null=True, blank=True)
    lower = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    sd = models.FloatField(null=True, blank=True)
    n = models.PositiveIntegerField(null=True, blank=True)
    rate = models.FloatField(null=True, blank=True)
    benchmark = models.FloatField(null=True, blank=True)
    outcome_said = models.CharField(max_length=12, blank=True)  # a colour, as the file says
    outcome = models.CharField(max_length=12, blank=True)  # a colour, by the source's own rule
    is_aggregated = models.BooleanField(default=False)  # two years put together by the source
    withheld = models.CharField(
        max_length=8, choices=Withheld.choices, blank=True, default=Withheld.SHOWN
    )
    held_back = models.BooleanField(default=False)
    came_from = models.ForeignKey(OutsideImport, on_delete=models.PROTECT, related_name="+")

    objects = FigureQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "indicator"])]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "unit", "indicator", "split"], name="one_outside_figure"
            ),
            models.CheckConstraint(
                condition=Q(withheld="") | Q(value=None, lower=None, upper=None, sd=None, n=None),
                name="a_withheld_outside_figure_has_no_number",
            ),
            models.CheckConstraint(
                condition=Q(withheld="", value__isnull=False) | ~Q(withheld=""),
                name="a_shown_outside_figure_has_a_value",
            ),
            models.CheckConstraint(
                condition=Q(lower=None) | Q(upper=None) | Q(lower__lte=F("upper")),
                name="limits_of_an_outside_figure_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} of {self.unit}, {self.edition}"
