"""A list of numbers of learners, row by row, with what is wrong in sentences. Pure: no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from sightline.design.downloads import original_text
from sightline.govern.capacity import rules
from sightline.govern.capacity.words import Kind
from sightline.listen.imports import days
from sightline.listen.imports.reading.unreadable import Unreadable, shortened
from sightline.organisations.words import Level as Study

CODE = "Provider or site code"
ENVIRONMENT = "Learning environment"
PROFESSION = "Profession"
STUDY = "Level"
APPROVED = "Approved"
ACTUAL = "Actual"
FROM = "From"
TO = "To"
SAID = "Counted or approved on"
SOURCE = "Source"
COLUMNS = (CODE, ENVIRONMENT, PROFESSION, STUDY, APPROVED, ACTUAL, FROM, TO, SAID, SOURCE)
_MUST = (CODE, PROFESSION, STUDY, FROM, SAID, SOURCE)
_LOOKED_AT = 25
MOST_ROWS = 20_000
MOST_PROBLEMS = 200

_STUDIES = {one.label.casefold(): one.value for one in Study} | {
    one.value.casefold(): one.value for one in Study
}
_NUMBERS = ((APPROVED, Kind.APPROVED), (ACTUAL, Kind.ACTUAL))


@dataclass(frozen=True)
class Known:
    """What a file can name: codes and names of whoever uploads it, folded, with their keys.

    ``environments`` has None where a provider has two of one name. ``may`` says of which
    organisations each kind of number may be given.
    """

    organisations: Mapping[str, int]
    environments: Mapping[tuple[int, str], int | None]
    professions: Mapping[str, int]
    may: Mapping[Kind, frozenset[int]]


@dataclass
class Read:
    """``rows`` are figures as JSON values: see ``Row``. ``more``: problems that are not listed."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    more: int = 0


class _Wrong(ValueError):
    """What is wrong with a row, as a sentence."""


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def read(lines: Iterable[tuple[int, Sequence[str]]], known: Known, today: date) -> Read:
    """The figures of a table. Raises Unreadable where the headings are not there."""
    rest = iter(lines)
    columns = _headings(islice(rest, _LOOKED_AT), rest)
    found = Read()
    seen: dict[tuple[Any, ...], int] = {}
    for number, (line, cells) in enumerate(columns.rest, start=1):
        if number > MOST_ROWS:
            raise Unreadable(f"The file has more than {MOST_ROWS:,} rows. Split it into several.")
        told = {
            name: original_text(cells[at].strip()) if at < len(cells) else ""
            for name, at in columns.places.items()
        }
        if not any(told.values()):
            continue
        try:
            made = _figures(told, known, today)
            for one in made:
                key = (*(one[name] for name in ("organisation", "environment", "profession",
                                                "study", "kind", "from")),)  # fmt: skip
                if key in seen:
                    raise _Wrong(
                        f"the same place, profession, level and first day stand on row "
                        f"{seen[key]:,} already. Keep one of them"
                    )
                seen[key] = line
            found.rows += made
        except _Wrong as wrong:
            if len(found.problems) == MOST_PROBLEMS:
                found.more += 1
            else:
                found.problems.append(f"Row {line:,}: {wrong}.")
    if not found.rows and not found.problems:
        raise Unreadable("The file has headings and no rows under them.")
    return found


@dataclass(frozen=True)
class _Columns:
    places: Mapping[str, int]
    rest: Iterable[tuple[int, Sequence[str]]]


def _headings(
    first: Iterable[tuple[int, Sequence[str]]], rest: Iterable[tuple[int, Sequence[str]]]
) -> _Columns:
    looked = list(first)
    wanted = {folded(one): one for one in COLUMNS}
    for at, (_, cells) in enumerate(looked):
        there = [wanted.get(folded(cell)) for cell in cells]
        if CODE not in there:
            continue
        if twice := next((one for one in there if one and there.count(one) > 1), None):
            raise Unreadable(f"The column “{twice}” stands in the file twice. Take one out.")
        if missing := [one for one in _MUST if one not in there]:
            raise Unreadable(f"The column “{missing[0]}” is missing. Add it and upload it again.")
        if APPROVED not in there and ACTUAL not in there:
            raise Unreadable(f"Add a column “{APPROVED}”, “{ACTUAL}” or both.")
        places = {name: place for place, name in enumerate(there) if name}
        return _Columns(places, _joined(looked[at + 1 :], rest))
    raise Unreadable(
        f"No row has the heading “{CODE}”. Download the list here, fill it in and upload that."
    )


def _joined(
    one: Iterable[tuple[int, Sequence[str]]], other: Iterable[tuple[int, Sequence[str]]]
) -> Iterable[tuple[int, Sequence[str]]]:
    yield from one
    yield from other


def _figures(told: Mapping[str, str], known: Known, today: date) -> list[dict[str, Any]]:
    """One figure for each number of a row. Raises _Wrong."""
    code = told[CODE].upper()
    organisation = known.organisations.get(code)
    if organisation is None:
        raise _Wrong(
            f"there is no provider or site with the code “{shortened(code)}” that you look after"
            if code
            else f"the column “{CODE}” is empty"
        )
    environment = _environment(told.get(ENVIRONMENT, ""), organisation, known)
    profession = known.professions.get(folded(told[PROFESSION]))
    if profession is None:
        raise _Wrong(f"“{shortened(told[PROFESSION])}” is not a profession in the list")
    study = _STUDIES.get(folded(told[STUDY]))
    if study is None:
        these = ", ".join(str(one.label) for one in Study)
        raise _Wrong(f"“{shortened(told[STUDY])}” is not a level. The levels are: {these}")
    begins, ends = _day(told, FROM), _day(told, TO) if told.get(TO) else None
    said = _day(told, SAID)
    made = []
    for column, kind in _NUMBERS:
        text = told.get(column, "")
        if not text:
            continue
        count = _count(text, column)
        if organisation not in known.may[kind]:
            raise _Wrong(
                f"you may not give {kind.label.lower()} numbers of this place. Leave the column "
                f"“{column}” empty"
            )
        refused = rules.why_not(
            count=count, from_date=begins, to_date=ends, said_date=said, source=told[SOURCE],
            today=today,
        )  # fmt: skip
        if refused:
            raise _Wrong(f"{refused[0].lower()}{refused[1:].rstrip('.')}")
        made.append(
            {
                "organisation": organisation,
                "environment": environment,
                "profession": profession,
                "study": study,
                "kind": kind.value,
                "count": count,
                "from": begins.isoformat(),
                "to": ends.isoformat() if ends else None,
                "said": said.isoformat(),
                "source": told[SOURCE][:200],
            }
        )
    if not made:
        raise _Wrong(f"no number stands under “{APPROVED}” or “{ACTUAL}”")
    return made


def _environment(name: str, organisation: int, known: Known) -> int | None:
    if not name:
        return None
    key = (organisation, folded(name))
    if key not in known.environments:
        raise _Wrong(
            f"the provider has no learning environment called “{shortened(name)}”. Add it to the "
            "provider first, or leave the column empty"
        )
    found = known.environments[key]
    if found is None:
        raise _Wrong(
            f"the provider has more than one learning environment called “{shortened(name)}”. "
            "Enter its number on its own page"
        )
    return found


def _day(told: Mapping[str, str], column: str) -> date:
    if not told[column]:
        raise _Wrong(f"the column “{column}” is empty")
    try:
        return days.read(told[column])[0]
    except days.NotADay:
        raise _Wrong(
            f"“{shortened(told[column])}” under “{column}” is not a day. Write it as 2026-10-05 "
            "or 05/10/2026"
        ) from None


def _count(text: str, column: str) -> int:
    plain = text.replace(",", "").removesuffix(".0")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise _Wrong(f"“{shortened(text)}” under “{column}” is not a whole number of learners")
    return int(plain)
