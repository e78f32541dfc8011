"""What is asked of the register: one filter model for the list, its charts and its download."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from sightline.access.permissions import Permission
from sightline.design import filters
from sightline.people.models import User
from sightline.respond.register import queries, rules, words
from sightline.respond.register.models import Concern, IsfCategory, Standing
from sightline.respond.register.queries import rows as plain

AS_AT = "as_at"
_MANY = ("state", "level", "category", "band", "review", "region", "shared")
_ONE = ("icb", "profession", "owner", "standard")


class PastDay(filters.Day):
    """A day that has come."""

    def read(self, raw: Sequence[str], known: Mapping[str, str]) -> date | None:
        day: date | None = super().read(raw, known)
        if day is not None and day > timezone.localdate():
            raise ValueError("As at must be today or earlier")
        return day


@dataclass(frozen=True)
class Asked:
    """The register as it was asked for. ``chosen`` keeps the question for links."""

    chosen: filters.Chosen
    register: queries.Register
    is_past: bool

    @property
    def day(self) -> date:
        return self.register.day


def asked(query: QueryDict, path: str, viewer: User) -> Asked:
    """Read the question from an address and answer it. Seven queries at most."""
    as_at = PastDay(AS_AT, "As at", hint="The end of a past day. Empty is now.")
    question = filters.Filters((as_at,)).read_query(query)
    today = timezone.localdate()
    day = question.values[AS_AT] or today
    everything = queries.register(queries.Filters(), day, viewer)
    chosen = _declared(everything, as_at, viewer).read_query(query, path)
    values = chosen.values
    sort = chosen.order.name if chosen.order else plain.USUAL_SORT
    register = queries.Register(
        day, everything.everything, plain.asked_for(everything.everything, _wanted(values), sort)
    )
    return Asked(chosen, register, is_past=day != today)


def _wanted(values: dict[str, Any]) -> queries.Filters:
    many: dict[str, Any] = {name: frozenset(values.get(name) or ()) for name in _MANY}
    one: dict[str, Any] = {
        name: frozenset({values[name]} if values.get(name) else ()) for name in _ONE
    }
    return queries.Filters(
        text=values["q"] or "",
        waiting=bool(values["waiting"]),
        likelihood=int(values["likelihood"]) if values["likelihood"] else None,
        impact=int(values["impact"]) if values["impact"] else None,
        **many,
        **one,
    )


def _declared(found: queries.Register, as_at: PastDay, viewer: User) -> filters.Filters:
    seen = found.everything
    sees_internal = viewer.can(Permission.VIEW_INTERNAL)
    declared: list[filters.Filter] = [
        filters.Search("q", "Reference, title or place"),
        as_at,
        filters.Choices("state", "State", options=_of(Standing.State, seen, lambda r: r.state)),
        filters.Choices("category", "Category", options=_categories(found)),
        filters.Choices(
            "band", "Risk", options=[(one.code, one.name) for one in reversed(words.BANDS)]
        ),
        filters.Choices("review", "Next review", options=list(words.REVIEW_STATES.items())),
        filters.Tick("waiting", "Waiting for something"),
        filters.Choices("level", "About", options=_of(Concern.Level, seen, lambda r: r.level)),
        *_places(found),
        filters.Choice("profession", "Profession", options=_named(r.professions for r in seen)),
        filters.Choice("standard", "Standard", options=_numbers(seen)),
        filters.Choice(
            "owner",
            "Owner",
            options=[(one.code, one.name) for one in found.named(lambda r: (r.owner,))],
        ),
        filters.Choice("likelihood", "Likelihood", options=_steps(words.LIKELIHOOD)),
        filters.Choice("impact", "Impact", options=_steps(words.IMPACT)),
    ]
    if sees_internal:
        shared = [("yes", "Shared with the provider"), ("no", "Not shared")]
        declared.append(filters.Choices("shared", "Sharing", options=shared))
    orders = [filters.Order(name, text, ()) for name, (text, _) in plain.SORTS.items()]
    return filters.Filters(tuple(declared), tuple(orders), page_size=25)


def _places(found: queries.Register) -> list[filters.Filter]:
    """Regions and ICBs, each only where there is more than one to choose from."""
    regions = [(one.code, one.name) for one in found.named(lambda row: (row.region,))]
    icbs = [(one.code, one.name) for one in found.named(lambda row: (row.icb,))]
    offered: list[filters.Filter] = []
    if len(regions) > 1:
        offered.append(filters.Choices("region", "Region", options=regions))
    if len(icbs) > 1:
        offered.append(filters.Choice("icb", "ICB", options=icbs))
    return offered


def _of(
    choices: Any, seen: Iterable[plain.Row], value: Callable[[plain.Row], str]
) -> list[tuple[str, str]]:
    present = {value(row) for row in seen}
    return [(code, text) for code, text in choices.choices if code in present]


def _categories(found: queries.Register) -> list[tuple[str, str]]:
    """Those in force on the day, and any other that a concern is in."""
    names = {str(one.number): one.name for one in IsfCategory.in_force_on(found.day)}
    names |= {
        str(row.category): row.category_name
        for row in found.everything
        if row.category is not None and str(row.category) not in names
    }
    options = [(number, f"{number}: {names[number]}") for number in sorted(names, key=int)]
    return [*reversed(options), (plain.UNDECIDED, words.NO_CATEGORY)]


def _named(several: Iterable[Iterable[str]]) -> list[tuple[str, str]]:
    return [(name, name) for name in sorted({name for names in several for name in names})]


def _numbers(seen: Iterable[plain.Row]) -> list[tuple[str, str]]:
    numbers = {number for row in seen for number in row.standards}
    ordered = sorted(numbers, key=lambda number: [part.zfill(4) for part in number.split(".")])
    return [(number, number) for number in ordered]


def _steps(steps: Iterable[words.Step]) -> list[tuple[str, str]]:
    return [(str(step.number), str(step)) for step in steps]


def is_live(row: plain.Row) -> bool:
    return row.state != rules.CLOSED
