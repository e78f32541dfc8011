"""Where evidence and judgements belong: an environment, an organisation, a programme, a system.

Each stands by itself. What is about a ward is never counted for its trust, nor the other way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from sightline.assess import rules
from sightline.base.refusal import Refusal
from sightline.organisations.models import LearningEnvironment, Organisation, Programme


class Level(models.TextChoices):
    ENVIRONMENT = "environment", "A learning environment"
    ORGANISATION = "organisation", "An organisation"
    PROGRAMME = "programme", "A programme"
    SYSTEM = "system", "A whole system"


class CannotBeThere(Refusal):
    """The parts of the place do not fit together."""


@dataclass(frozen=True)
class Place:
    """One place of one level. ``organisation`` is the provider, or the ICB or region."""

    level: str
    organisation: Organisation
    environment: LearningEnvironment | None = None
    programme: Programme | None = None

    @property
    def name(self) -> str:
        parts = (self.environment, self.programme, self.organisation)
        return ", ".join(part.name for part in parts if part is not None)

    @property
    def part(self) -> str:
        """The environment or programme as an address names it; empty for neither."""
        if self.environment is not None:
            return str(self.environment.pk)
        return self.programme.code if self.programme is not None else ""

    @property
    def arguments(self) -> tuple[str, ...]:
        """Of an address: level, code of the organisation, and the part if there is one."""
        found = (str(self.level), self.organisation.code)
        return (*found, self.part) if self.part else found

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a record about this place."""
        return {
            "level": self.level,
            "organisation": self.organisation,
            "environment": self.environment,
            "programme": self.programme,
        }

    def q(self) -> Q:
        """Records about this very place."""
        return Q(
            level=self.level,
            organisation_id=self.organisation.pk,
            environment_id=self.environment.pk if self.environment else None,
            programme_id=self.programme.pk if self.programme else None,
        )

    def refuse_if_wrong(self) -> None:
        environment = self.environment
        if refused := rules.why_not_there(
            level=self.level,
            kind=self.organisation.kind,
            has_environment=environment is not None,
            has_programme=self.programme is not None,
            belongs=environment is None or environment.organisation_id == self.organisation.pk,
        ):
            raise CannotBeThere(refused)


def find(level: str, code: str, part: str = "") -> Place | None:
    """The place of an address; None where there is no such place. At most two queries."""
    if level not in Level:
        return None
    organisation = (
        Organisation.objects.select_related("provider", "icb", "region").filter(code=code).first()
    )
    if organisation is None:
        return None
    environment = programme = None
    if level == Level.ENVIRONMENT:
        if not (part.isascii() and part.isdigit() and len(part) < 18):
            return None
        environment = organisation.environments.filter(pk=int(part)).first()
    elif level == Level.PROGRAMME:
        programme = Programme.objects.select_related("profession").filter(code=part).first()
    elif part:
        return None
    place = Place(level, organisation, environment, programme)
    try:
        place.refuse_if_wrong()
    except CannotBeThere:
        return None
    return place


class AboutPlace(models.Model):
    """A record about one place of one level."""

    level = models.CharField(max_length=12, choices=Level.choices)
    # The provider; for a system, the ICB or region; for a programme, the provider, ICB or region.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    environment = models.ForeignKey(
        LearningEnvironment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def place(self) -> Place:
        return Place(self.level, self.organisation, self.environment, self.programme)


def parts_fit(name: str) -> models.CheckConstraint:
    """Of a record about a place: environment and programme are there exactly where they belong."""
    environment = Q(level="environment", environment__isnull=False) | (
        ~Q(level="environment") & Q(environment__isnull=True)
    )
    programme = Q(level="programme", programme__isnull=False) | (
        ~Q(level="programme") & Q(programme__isnull=True)
    )
    return models.CheckConstraint(condition=environment & programme, name=name)
