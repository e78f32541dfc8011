"""What is known of the numbers of learners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from sightline.access.viewer import Viewer
from sightline.assess.places import Level, Place
from sightline.assess.returns.answering.prefill import OnRecord
from sightline.govern.capacity import rules
from sightline.govern.capacity.models import CapacityFigure
from sightline.govern.capacity.rules import Compared, Total
from sightline.govern.capacity.words import Kind
from sightline.organisations.models import Organisation, Profession
from sightline.organisations.words import Level as Study

_KEY = ("organisation", "environment", "profession", "study")


@dataclass(frozen=True)
class Line:
    """One profession and level in one place, approved beside actual."""

    where: str
    profession: str
    study: str
    approved: CapacityFigure | None
    actual: CapacityFigure | None

    @property
    def compared(self) -> Compared:
        return rules.compared(
            self.approved.count if self.approved else None,
            self.actual.count if self.actual else None,
        )


def of_place(place: Place, viewer: Viewer, day: date) -> list[Line]:
    """What counts on a day in a place and, for a provider, in its sites and environments.

    The place itself comes first. One query.
    """
    about = place.q()
    if place.level == Level.ORGANISATION and place.organisation.is_provider:
        about = Q(organisation__provider_id=place.organisation.pk)
    rows = (
        CapacityFigure.objects.visible_to(viewer)
        .filter(about)
        .standing_on(day)
        .select_related("organisation", "environment", "profession")
    )
    return _lines(rows, place)


def _lines(rows: Iterable[CapacityFigure], place: Place) -> list[Line]:
    found: dict[tuple[Any, ...], dict[str, CapacityFigure]] = {}
    for one in rows:
        key = (one.organisation_id, one.environment_id, one.profession_id, one.study)
        found.setdefault(key, {})[one.kind] = one
    lines = []
    for by_kind in found.values():
        any_ = next(iter(by_kind.values()))
        here = any_.place == place
        where = "" if here else (any_.environment or any_.organisation).name
        lines.append(
            Line(where, any_.profession.name, any_.get_study_display(),
                 by_kind.get(Kind.APPROVED), by_kind.get(Kind.ACTUAL))
        )  # fmt: skip
    return sorted(lines, key=lambda one: (one.where, one.profession, one.study))


def learners_of(organisation: Organisation, viewer: Viewer, day: date) -> OnRecord | None:
    """How many are with a provider on a day, and their professions; None: not known. One query.

    What is said of it as a whole is not added to what is said of its parts.
    """
    rows = (
        CapacityFigure.objects.visible_to(viewer)
        .filter(organisation__provider=organisation.pk, kind=Kind.ACTUAL)
        .standing_on(day)
        .order_by()
    )
    counted = rules.counted(line for _, line in _by("organisation__provider", rows))
    actual = rules.total(counted.values()).actual
    if actual is None:
        return None
    there = {profession for (_, profession, _), one in counted.items() if one[Kind.ACTUAL]}
    return OnRecord(actual, tuple(sorted(there)))


def _by(field: str, rows: QuerySet[CapacityFigure]) -> Iterator[tuple[int | None, rules.Line]]:
    """Numbers as lines, each with what its place has in that field."""
    for row in rows.values_list(
        field, "organisation__provider", "organisation__kind", "environment", "profession", "study",
        "kind", "count",
    ):  # fmt: skip
        where, provider, kind, environment, profession, study, figure, count = row
        grain = "environment" if environment else "site" if kind == "site" else "provider"
        yield where, rules.Line(provider, profession, study, figure, grain, count)


def history(place: Place, viewer: Viewer) -> QuerySet[CapacityFigure]:
    """Every number that was ever recorded of this very place, the newest first."""
    return (
        CapacityFigure.objects.visible_to(viewer)
        .filter(place.q())
        .select_related("profession", "by")
        .order_by("-at", "-pk")
    )


def standing(
    place: Place, profession: Profession, study: str, kind: str, day: date
) -> CapacityFigure | None:
    """The number that counts in this very place on a day."""
    return (
        CapacityFigure.objects.filter(place.q(), profession=profession, study=study, kind=kind)
        .standing_on(day)
        .first()
    )


def steps(
    place: Place, profession: Profession, study: str, kind: str, day: date
) -> list[rules.Step]:
    """The numbers that count in this very place from a day on. One query."""
    rows = CapacityFigure.objects.filter(place.q(), profession=profession, study=study, kind=kind)
    return rules.steps(
        [
            rules.Said(count, from_date, to_date, turn)
            for count, from_date, to_date, turn in rows.values_list(
                "count", "from_date", "to_date", "pk"
            )
        ],
        day,
    )


def beside_each_other(viewer: Viewer, day: date) -> Any:
    """One row for each place, profession and level: ``approved`` and ``actual``, None: not known.

    ``by`` is how many more there are than were approved (below 0: how many places are free).
    """
    rows = CapacityFigure.objects.visible_to(viewer).standing_on(day).order_by()
    return (
        rows.values(
            *_KEY, "level", "organisation__name", "organisation__code", "environment__name",
            "profession__name",
        )
        .annotate(
            approved=Max("count", filter=Q(kind=Kind.APPROVED)),
            actual=Max("count", filter=Q(kind=Kind.ACTUAL)),
        )
        .annotate(by=F("actual") - F("approved"))
    )  # fmt: skip


@dataclass(frozen=True)
class Area:
    """The total of a region, or of an ICB; ``name`` says which."""

    code: str
    name: str
    providers: int
    total: Total

    @property
    def compared(self) -> Compared:
        return rules.compared(self.total.approved, self.total.actual)


def totals(
    viewer: Viewer, day: date, *, by: str, profession: str = "", study: str = ""
) -> list[Area]:
    """Totals of the areas that the viewer looks after, by name. ``by``: "region" or "icb".

    What is said of a provider as a whole is not added to what is said of its parts. Two queries.
    """
    rows = CapacityFigure.objects.visible_to(viewer).standing_on(day).order_by()
    if profession:
        rows = rows.filter(profession__code=profession)
    if study in Study.values:
        rows = rows.filter(study=study)
    by_area: dict[int | None, list[rules.Line]] = {}
    for where, line in _by(f"organisation__{by}", rows):
        by_area.setdefault(where, []).append(line)
    names = {
        one.pk: (one.code, one.name)
        for one in Organisation.objects.filter(pk__in=[pk for pk in by_area if pk])
    }
    found = []
    for where, lines in by_area.items():
        code, name = names.get(where or 0, ("", "Not known"))
        counted = rules.counted(lines)
        found.append(
            Area(code, name, len({key[0] for key in counted}), rules.total(counted.values()))
        )
    return sorted(found, key=lambda one: one.name)
