from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, F, Q, When

from sightline.access.permissions import Permission
from sightline.organisations import search
from sightline.organisations.networks.models import InNetwork, Network
from sightline.organisations.ods.models import OdsLoad

__all__ = [
    "Belonging",
    "InNetwork",
    "LearningEnvironment",
    "Network",
    "OdsLoad",
    "Organisation",
    "OrganisationName",
    "Profession",
    "Programme",
    "Succession",
]

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, viewer: Viewer) -> OrganisationQuerySet:
        return self.filter(viewer.patch(Permission.VIEW_ORGANISATIONS).q())

    def matching(self, query: str) -> OrganisationQuerySet:
        """Those that hold every word of the query in their code, postcode or a name of theirs."""
        found = self
        for word in search.words(query):
            found = found.filter(search_text__contains=word)
        return found

    def best_match_first(self, query: str) -> OrganisationQuerySet:
        """Annotates ``rank``: a code first, then names that begin with the query, then the rest.

        Among equals the open come before the closed, and the few before the many: regions, ICBs,
        trusts, other providers, practices, sites.
        """
        folded = search.folded(query)
        begins = Q(search_text__contains=f"|{folded}") if folded else Q(pk__in=())
        kinds = ("region", "icb", "trust", "independent", "other_provider", "practice")
        return self.annotate(
            rank=Case(When(code__iexact=query.strip(), then=0), When(begins, then=20), default=40)
            + Case(When(closed_date=None, then=0), default=10)
            + Case(*(When(kind=kind, then=n) for n, kind in enumerate(kinds)), default=len(kinds))
        )

    def providers(self) -> OrganisationQuerySet:
        return self.filter(kind__in=Organisation.PROVIDER_KINDS)

    def open_on(self, day: date) -> OrganisationQuerySet:
        return self.filter(Q(opened_date=None) | Q(opened_date__lte=day)).filter(
            Q(closed_date=None) | Q(closed_date__gt=day)
        )


class Organisation(models.Model):
    """A region, an integrated care board, a placement provider or one of its sites.

    Keyed on its code (an ODS code of any length, never re-used). The columns say how things are
    now; names and parents as they were are in OrganisationName and Belonging, and what became of
    a closed organisation is in Succession.
    """

    class Kind(models.TextChoices):
        REGION = "region", "Region"
        ICB = "icb", "Integrated care board"
        TRUST = "trust", "NHS trust"
        PRACTICE = "practice", "GP practice"
        INDEPENDENT = "independent", "Independent or voluntary provider"
        OTHER_PROVIDER = "other_provider", "Other placement provider"
        SITE = "site", "Site"

    PROVIDER_KINDS = (Kind.TRUST, Kind.PRACTICE, Kind.INDEPENDENT, Kind.OTHER_PROVIDER)

    class ProviderType(models.TextChoices):
        """Like is compared with like: the benchmark group of a provider."""

        ACUTE = "acute", "Acute trust"
        MENTAL_HEALTH = "mental_health", "Mental health and learning disability trust"
        COMMUNITY = "community", "Community trust"
        AMBULANCE = "ambulance", "Ambulance trust"
        SPECIALIST = "specialist", "Specialist trust"
        PRACTICE = "practice", "GP practice"
        OTHER = "other", "Other provider"

    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=200)
    provider_type = models.CharField(max_length=16, choices=ProviderType.choices, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    # Where it belongs now. Region has none; ICB: region; provider: ICB; site: provider.
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    # The place of this organisation, itself included, so that scope is one indexed comparison.
    region = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    icb = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    provider = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_date = models.DateField(null=True, blank=True)
    closed_date = models.DateField(null=True, blank=True)
    is_made_up = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)
    # Folded code, postcode and names, former ones too: see search.py.
    search_text = models.TextField(blank=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "code"]
        indexes = [models.Index(fields=["kind", "name"])]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="organisation_has_a_code"),
            models.CheckConstraint(
                condition=Q(closed_date=None)
                | Q(opened_date=None)
                | Q(closed_date__gte=F("opened_date")),
                name="organisation_does_not_close_before_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.keep_findable()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)

    def keep_findable(self) -> None:
        """Bring the text that search looks in up to date; who writes many at once calls it."""
        self.search_text = search.with_details(
            self.search_text, code=self.code, postcode=self.postcode, name=self.name
        )

    @property
    def is_provider(self) -> bool:
        return self.kind in self.PROVIDER_KINDS

    @property
    def is_closed(self) -> bool:
        return self.closed_date is not None


class OrganisationName(models.Model):
    """What an organisation was called, from a day. The latest one is its name now."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    from_date = models.DateField(null=True)

    class Meta:
        ordering = ["organisation", F("from_date").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "from_date"], name="one_name_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Belonging(models.Model):
    """Which organisation it belonged to, from a day (None: from the beginning)."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="belongings"
    )
    parent = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="belonged_here"
    )
    from_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "from_date"], name="one_parent_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.parent}"


class Succession(models.Model):
    """What became of a closed organisation: the whole of it, or a part, went to another."""

    class Extent(models.TextChoices):
        WHOLE = "whole", "the whole"
        PART = "part", "a part"

    predecessor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="predecessions"
    )
    on_date = models.DateField()
    extent = models.CharField(max_length=5, choices=Extent.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on_date"], name="one_succession_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="nobody_succeeds_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor} ({self.get_extent_display()})"


class LearningEnvironment(models.Model):
    """Where learning happens: a ward, a theatre, a surgery, at a provider and perhaps a site."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="environments"
    )
    site = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120)
    setting = models.CharField(max_length=40, blank=True)
    opened_date = models.DateField(null=True, blank=True)
    closed_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "site", "name"], name="one_environment_of_a_name"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(site=None),
                name="one_environment_of_a_name_without_a_site",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Profession(models.Model):
    """A profession that people learn for. Versioned data: see data/professions.yaml."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    branch = models.CharField(max_length=40)  # the professional branch of the learner survey
    regulator = models.CharField(max_length=20, blank=True)
    # Compared with the official register; pages mark what was not.
    is_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """A programme of education or training, such as core surgical training or adult nursing."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=160)
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="programmes")
    level = models.CharField(max_length=40, blank=True)
    is_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
