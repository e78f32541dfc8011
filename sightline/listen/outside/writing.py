"""Write what a plan found, inside the transaction of the action that applies it."""

from __future__ import annotations

from collections.abc import Iterable

from sightline.listen.outside import matching, rules
from sightline.listen.outside.matching import IndicatorKey, Known, UnitKey
from sightline.listen.outside.models import (
    Edition,
    EducationProvider,
    Figure,
    Indicator,
    OutsideImport,
    Unit,
)
from sightline.listen.outside.plan import VALUES, Planned
from sightline.listen.outside.words import UnitKind, Withheld
from sightline.organisations.models import Organisation

_AT_ONCE = 1_000


class Writer:
    """Makes what a batch needs (editions, schools, indicators, units) and then its figures."""

    def __init__(self, known: Known, came_from: OutsideImport) -> None:
        self.editions: dict[int, Edition] = {}
        self._known = known
        self._from = came_from
        self._units: dict[UnitKey, int] = {}
        self._indicators: dict[IndicatorKey, Indicator] = {}

    def write(self, batch: list[Planned]) -> None:
        self._make_units(batch)
        fresh: list[Figure] = []
        changed: list[Figure] = []
        for one in batch:
            if one.before is not None and not one.is_changed:
                continue
            figure = Figure(
                pk=one.pk,
                edition=self._edition(one.one.year),
                unit_id=self._units[one.unit.key],
                indicator=self._indicator(one),
                split=one.one.split,
                came_from=self._from,
                **dict(zip(VALUES, one.values, strict=True)),
            )
            (fresh if one.pk is None else changed).append(figure)
        Figure.objects.bulk_create(fresh, batch_size=_AT_ONCE)
        Figure.objects.bulk_update(changed, [*VALUES, "came_from"], batch_size=500)

    def _edition(self, year: int) -> Edition:
        if year not in self.editions:
            self.editions[year], _ = Edition.objects.get_or_create(
                source=self._known.source,
                year=year,
                defaults={"is_made_up": self._known.is_made_up},
            )
        return self.editions[year]

    def _indicator(self, one: Planned) -> Indicator:
        found = one.known or self._indicators.get(one.indicator)
        if found is None:
            source = self._known.source
            found, _ = Indicator.objects.get_or_create(
                source=source,
                audience=one.indicator.audience,
                code=one.indicator.code,
                defaults={
                    "label": one.one.indicator[:160],
                    "scale": matching.scale_of(source, one.one),
                    "position": 900,
                    "first_year": None,
                },
            )
            self._indicators[one.indicator] = found
        return found

    def _make_units(self, batch: list[Planned]) -> None:
        missing = {one.unit.key: one for one in batch if one.unit.key not in self._units}
        if not missing:
            return
        self._units |= _stored(missing)
        absent = {key: one for key, one in missing.items() if key not in self._units}
        schools = self._schools(one for one in absent.values() if one.unit.is_new_school)
        Unit.objects.bulk_create(
            [
                Unit(
                    kind=key.kind,
                    code=key.code,
                    subject_code=key.subject_code,
                    name=one.unit.name,
                    subject_name=one.unit.subject_name,
                    organisation_id=one.unit.organisation,
                    education_provider_id=one.unit.education_provider or schools.get(key.code),
                    profession_id=one.unit.profession,
                    programme_id=one.unit.programme,
                )
                for key, one in absent.items()
            ],
            batch_size=_AT_ONCE,
        )
        self._units |= _stored(absent)

    def _schools(self, units: Iterable[Planned]) -> dict[str, int]:
        new = {one.unit.key.code: one.unit.name for one in units}
        if not new:
            return {}
        there = dict(EducationProvider.objects.filter(ukprn__in=new).values_list("ukprn", "pk"))
        for ukprn in new.keys() - there.keys():
            made = EducationProvider.objects.create(
                ukprn=ukprn, name=new[ukprn], is_made_up=self._known.is_made_up
            )
            there[ukprn] = made.pk
        return there


def _stored(wanted: dict[UnitKey, Planned]) -> dict[UnitKey, int]:
    rows = Unit.objects.filter(code__in={key.code for key in wanted}).order_by()
    return {
        UnitKey(kind, code, subject): pk
        for pk, kind, code, subject in rows.values_list("pk", "kind", "code", "subject_code")
    }


def hold_back(edition: Edition) -> int:
    """Hide figures beside small groups that would give these away; how many are hidden.

    Looks only at the places that have a figure below the source's threshold.
    """
    few = Figure.objects.filter(edition=edition, withheld=Withheld.FEW, split="")
    Figure.objects.filter(edition=edition, held_back=True).update(held_back=False)
    places = set(few.exclude(unit__subject_code="").values_list("unit__kind", "unit__code"))
    hidden: list[int] = []
    for kind, code in sorted(places):
        rows = Figure.objects.filter(
            edition=edition, unit__kind=kind, unit__code=code, split=""
        ).values_list("pk", "indicator_id", "unit__subject_code", "n", "withheld")
        of_indicator: dict[int, list[tuple[int, str, int | None, str]]] = {}
        for pk, indicator, subject, n, withheld in rows:
            of_indicator.setdefault(indicator, []).append((pk, subject, n, withheld))
        for found in of_indicator.values():
            total = next((n for _, subject, n, _ in found if not subject), None)
            parts = [one for one in found if one[1]]
            small = sum(withheld == Withheld.FEW for *_, withheld in parts)
            sized = sorted((n, pk) for pk, _, n, withheld in parts if not withheld and n)
            count = rules.given_away(total, [n for n, _ in sized], small, edition.source.minimum_n)
            hidden += [pk for _, pk in sized[:count]]
    for start in range(0, len(hidden), _AT_ONCE):
        Figure.objects.filter(pk__in=hidden[start : start + _AT_ONCE]).update(held_back=True)
    return len(hidden)


def find_places() -> int:
    """Tie units whose code was not known to organisations that are here now; how many were."""
    loose = Unit.objects.filter(organisation=None, kind__in=(UnitKind.ORGANISATION, UnitKind.SITE))
    codes = dict(
        Organisation.objects.filter(code__in=loose.values("code")).values_list("code", "pk")
    )
    found = [unit for unit in loose.iterator() if unit.code in codes]
    for unit in found:
        unit.organisation_id = codes[unit.code]
    Unit.objects.bulk_update(found, ["organisation"], batch_size=500)
    return len(found)
