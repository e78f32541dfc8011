from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When

from sightline.access.permissions import Permission
from sightline.insight.signals.rules import Basis
from sightline.insight.signals.words import How, Kind
from sightline.insight.signals.words import Turn as Turns
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.respond.register.models import Concern, Standing
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Dataset

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class SignalQuerySet(models.QuerySet["Signal"]):
    def visible_to(self, viewer: Viewer) -> SignalQuerySet:
        """Those of the viewer's patch; what is about the whole nation is for national roles."""
        return self.filter(viewer.patch(Permission.JUDGE_STANDARDS).q("organisation"))

    def waiting(self) -> SignalQuerySet:
        """Those that nobody has ended and that are still there."""
        return self.filter(ending=None, gone_at=None)

    def neediest(self, viewer: Viewer) -> SignalQuerySet:
        """With ``rank`` (0 waits and nothing is open there, 1 waits, 2 went, 3 ended) to sort by,
        and ``has_concern``: a concern that the viewer may see is open at the place."""
        latest = Standing.objects.filter(concern=OuterRef("pk")).order_by("-at", "-id")
        there = (
            Concern.objects.visible_to(viewer)
            .order_by()
            .annotate(now=Subquery(latest.values("state")[:1]))
            .filter(now=Standing.State.OPEN)
            .filter(
                Q(organisation=OuterRef("organisation"))
                | Q(organisation__provider=OuterRef("organisation__provider"))
            )
        )
        return self.annotate(
            has_concern=Exists(there),
            rank=Case(
                When(ending__isnull=False, then=Value(3)),
                When(gone_at__isnull=False, then=Value(2)),
                When(has_concern=True, then=Value(1)),
                default=Value(0),
            ),
        )


class Signal(models.Model):
    """A result that is new and needs a person. Found by the service, ended by a person.

    ``cause`` names what it is about (survey and group, or measure and place), ``basis_when`` and
    ``basis_what`` the round or month and the measures that it rests on, ``basis`` both in short:
    the same is found once, ended or not. ``frozen`` holds its table as it was seen on the day.
    ``gone_at``: it was not there any more, and nobody had ended it. Without an organisation it is
    about the whole nation, or a programme or profession all over it.
    """

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    group_level = models.CharField(max_length=24)
    group_code = models.CharField(max_length=24)
    group_other_code = models.CharField(max_length=24, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    profession = models.ForeignKey(
        Profession, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dataset = models.ForeignKey(
        Dataset, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    measure = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=40, blank=True)
    cause = models.CharField(max_length=240)
    basis = models.CharField(max_length=40)
    basis_when = models.CharField(max_length=7)
    basis_what = models.JSONField(default=list)
    headline = models.CharField(max_length=200)
    says = models.TextField()
    frozen = models.JSONField()
    strength = models.FloatField()
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        db_table = "insight_signal"
        ordering = ["-found_at", "-id"]
        indexes = [models.Index(fields=["organisation", "gone_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "cause", "basis"], name="a_signal_is_found_once"
            ),
            models.CheckConstraint(
                condition=~Q(headline="") & ~Q(says=""), name="a_signal_says_what_was_seen"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False)
                | Q(group_level=Level.NATION)
                | Q(group_level=Level.PROGRAMME, programme__isnull=False)
                | Q(group_level=Level.PROFESSION, profession__isnull=False),
                name="a_signal_without_an_organisation_is_all_over_the_nation",
            ),
            models.CheckConstraint(
                condition=Q(gone_at=None) | Q(gone_at__gte=F("found_at")),
                name="a_signal_does_not_go_before_it_is_found",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def key(self) -> GroupKey:
        return GroupKey(Level(self.group_level), self.group_code, self.group_other_code)

    @property
    def on(self) -> Basis:
        return Basis(self.basis_when, tuple(self.basis_what))

    @property
    def place_name(self) -> str:
        named = (self.programme, self.profession, self.organisation)
        parts = [one.name for one in named if one is not None]
        return ", ".join(parts) or "England"


class SignalEnding(models.Model):
    """How a signal ended: with a concern, or with a reason."""

    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="ending")
    how = models.CharField(max_length=10, choices=How.choices)
    reason = models.TextField(blank=True)
    concern = models.ForeignKey(
        Concern, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "insight_signal_ending"
        constraints = [
            models.CheckConstraint(
                condition=(Q(how__in=["raised", "joined"]) & Q(concern__isnull=False))
                | (Q(how__in=["explained", "aside"]) & Q(concern__isnull=True)),
                name="a_useful_signal_names_its_concern",
            ),
            models.CheckConstraint(
                condition=Q(concern__isnull=False) | ~Q(reason=""),
                name="a_signal_ends_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signal}: {self.get_how_display()}"


class SignalTurn(models.Model):
    """What became of a signal while it waited: it went, came back, or was found with new numbers.

    Added only. ``basis`` and ``says`` are those of the new numbers.
    """

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="turns")
    what = models.CharField(max_length=5, choices=Turns.choices)
    basis = models.CharField(max_length=40, blank=True)
    says = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "insight_signal_turn"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="again") | (~Q(basis="") & ~Q(says="")),
                name="new_numbers_of_a_signal_are_said",
            ),
            models.UniqueConstraint(
                fields=["signal", "basis"],
                condition=Q(what="again"),
                name="new_numbers_of_a_signal_are_said_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signal}: {self.get_what_display()}"


class SignalLook(models.Model):
    """When the service looked for signals, and how many there were."""

    at = models.DateTimeField()
    waiting = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    gone = models.PositiveIntegerField()

    class Meta:
        db_table = "insight_signal_look"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.waiting}"


class SignalCount(models.Model):
    """Of one kind in one look: results looked at, false alarms to be expected, and what was found.

    ``found`` counts all that is there, new or known or ended.
    """

    look = models.ForeignKey(SignalLook, on_delete=models.CASCADE, related_name="counts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    looks = models.PositiveIntegerField()
    expected = models.FloatField()
    found = models.PositiveIntegerField()

    class Meta:
        db_table = "insight_signal_count"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["look", "kind"], name="a_kind_is_counted_once_a_look"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.found} of {self.looks}"
