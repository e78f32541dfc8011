"""The codes that a row may name, as they were while the answers of a round were collected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sightline.organisations.models import Organisation, Profession, Programme
from sightline.organisations.queries import geography_on


@dataclass(frozen=True)
class Place:
    """A provider or a site. ``provider`` is its own code or that of the site's provider."""

    code: str
    kind: str
    name: str
    provider: str
    opened: date | None = None
    closed: date | None = None


@dataclass(frozen=True)
class Course:
    """A programme, with the code and branch of its profession."""

    code: str
    profession: str
    branch: str
    level: str = ""


@dataclass(frozen=True)
class Codes:
    """Everything by its code in capitals, in a fixed order."""

    collected_from: date
    collected_to: date
    providers: Mapping[str, Place] = field(default_factory=dict)
    sites: Mapping[str, Place] = field(default_factory=dict)
    others: Mapping[str, Place] = field(default_factory=dict)  # regions and boards
    programmes: Mapping[str, Course] = field(default_factory=dict)
    professions: Mapping[str, str] = field(default_factory=dict)  # code: branch
    profession_names: Mapping[str, str] = field(default_factory=dict)  # name in capitals: code

    @cached_property
    def provider_codes(self) -> NDArray[np.object_]:
        return _objects([place.code for place in self.providers.values()])

    @cached_property
    def site_codes(self) -> NDArray[np.object_]:
        return _objects([place.code for place in self.sites.values()])

    @cached_property
    def programme_codes(self) -> NDArray[np.object_]:
        return _objects([course.code for course in self.programmes.values()])

    @cached_property
    def profession_codes(self) -> NDArray[np.object_]:
        return _objects(list(self.professions))

    @cached_property
    def branches(self) -> tuple[str, ...]:
        return tuple(sorted({*self.professions.values()} - {""}))


def _objects(values: list[str]) -> NDArray[np.object_]:
    found = np.empty(len(values), object)
    found[:] = values
    return found


def codes_of(collected_from: date, collected_to: date) -> Codes:
    """All codes, with a number of queries that does not grow."""
    places = geography_on(collected_to)
    providers: dict[str, Place] = {}
    sites: dict[str, Place] = {}
    others: dict[str, Place] = {}
    rows = Organisation.objects.order_by("code").values_list(
        "code", "kind", "name", "opened_date", "closed_date"
    )
    for code, kind, name, opened, closed in rows:
        where = places.place(code)
        place = Place(code, kind, name, where.provider if where else "", opened, closed)
        group = others
        if kind in Organisation.PROVIDER_KINDS:
            group = providers
        elif kind == Organisation.Kind.SITE:
            group = sites
        group[code.upper()] = place
    professions = list(Profession.objects.order_by("code"))
    courses = Programme.objects.order_by("code").select_related("profession")
    return Codes(
        collected_from,
        collected_to,
        providers,
        sites,
        others,
        {
            one.code.upper(): Course(
                one.code, one.profession.code, one.profession.branch, one.level
            )
            for one in courses
        },
        {one.code: one.branch for one in professions},
        {text.upper(): one.code for one in professions for text in (one.name, one.code)},
    )
