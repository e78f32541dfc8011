"""The NHS Staff Survey's workbook of organisations: a sheet for each block of questions.

Row 1 names the question over its columns, a later row has the headings: the organisation, then one
column for each answer ("% Never") and the number of answers ("Base").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sightline.listen.imports.reading.unreadable import shortened
from sightline.listen.outside import numbers
from sightline.listen.outside.columns import folded
from sightline.listen.outside.reading.tables import Sheet, first_rows
from sightline.listen.outside.row import Fault, Reported, Skipped
from sightline.listen.outside.words import UnitKind

_BLOCKS = re.compile(
    r"(your (job|team|managers?|people|personal|health|organisation)|health|people in|"
    r"your personal development).*\bq\d+",
    re.I,
)
_QUESTION = re.compile(r"^\s*(Q\d+[a-z]?(?:\.\d+)?)\b[\s.:–-]*(.*)$", re.I | re.S)
#: What is read of an item, by its answers in letters only: the two that belong together.
_COMBINED = (
    (("agree", "stronglyagree"), "agree or strongly agree"),
    (("often", "always"), "often or always"),
    (("satisfied", "verysatisfied"), "satisfied or very satisfied"),
    (("yes",), "yes"),
    (("never",), "never"),
)
_HEADINGS = {
    "odscode": "code",
    "organisationname": "name",
    "weighting": "weighting",
    "year": "year",
}


@dataclass(frozen=True)
class _Item:
    code: str
    label: str
    answers: tuple[int, ...]
    base: int


def looks_like_it(names: Sequence[str]) -> bool:
    """Are these the names of its sheets?"""
    return sum(bool(_BLOCKS.match(name.strip())) for name in names) >= 2


def rows(sheets: Sequence[Sheet], *, year: int | None) -> Iterator[Reported | Fault | Skipped]:
    """The results of every sheet of questions. ``year`` is for sheets without a column for it."""
    for sheet in sheets:
        if not _BLOCKS.match(sheet.name.strip()):
            yield Skipped(0, f"Sheet “{shortened(sheet.name)}”: not one of results")
            continue
        yield from _sheet(sheet, year)


def _sheet(sheet: Sheet, year: int | None) -> Iterator[Reported | Fault | Skipped]:
    start = first_rows(sheet)
    head = next((one for one in start if any(folded(cell) == "odscode" for cell in one[1])), None)
    if head is None:
        yield Fault(1, "No row of headings with “ODS code” is in the first 25 rows.", sheet.name)
        return
    line, headings = head
    places = {
        _HEADINGS[folded(text)]: at for at, text in enumerate(headings) if folded(text) in _HEADINGS
    }
    items, left = _items(start[: start.index(head)], headings)
    for question in left:
        yield Skipped(line, f"{question}: its answers do not go together in a way that is known")
    for number, cells in sheet.rows():
        if number > line and any(cell.strip() for cell in cells):
            yield from _row(sheet.name, number, cells, places, items, year)


def _items(
    above: Sequence[tuple[int, list[str]]], headings: Sequence[str]
) -> tuple[list[_Item], list[str]]:
    """The questions over the columns, with the columns of the answers that are read."""
    names: dict[int, tuple[str, str]] = {}
    for _, cells in above:
        for at, text in enumerate(cells):
            if found := _QUESTION.match(text):
                names[at] = (found[1].upper(), " ".join(found[2].split()))
    starts = [*sorted(names), len(headings)]
    items, left = [], []
    for at, end in pairwise(starts):
        code, text = names[at]
        answers = {folded(headings[place].lstrip("% ")): place for place in range(at, end)}
        base = next((place for name, place in answers.items() if name.startswith("base")), None)
        for wanted, said in _COMBINED:
            if base is not None and all(name in answers for name in wanted):
                label = f"{code}: {text}" if text else code
                items.append(
                    _Item(code, f"{label[:125]} ({said})", tuple(answers[n] for n in wanted), base)
                )
                break
        else:
            left.append(code)
    return items, left


def _row(
    sheet: str,
    line: int,
    cells: list[str],
    places: dict[str, int],
    items: Sequence[_Item],
    year: int | None,
) -> Iterator[Reported | Fault]:
    def cell(name: str) -> str:
        at = places.get(name, -1)
        return cells[at].strip() if 0 <= at < len(cells) else ""

    year = numbers.year(cell("year")) or year
    if not cell("code") or year is None:
        said = "has no ODS code" if year is not None else "has no year: give it with the upload"
        yield Fault(line, f"The row {said}.", sheet, tuple(cells[:12]))
        return
    split = "Unweighted" if folded(cell("weighting")) == "unweighted" else ""
    for item in items:
        try:
            values = [numbers.number(cells[at]) for at in item.answers if at < len(cells)]
            n = numbers.count(cells[item.base]) if item.base < len(cells) else None
        except numbers.NotANumber as error:
            yield Fault(
                line, f"{item.code}: “{shortened(str(error))}” is not a number.", sheet,
                tuple(cells[:12]),
            )  # fmt: skip
            continue
        known = [value for value in values if value is not None]
        yield Reported(
            line=line,
            sheet=sheet,
            year=year,
            kind=UnitKind.ORGANISATION,
            code=cell("code").upper(),
            name=cell("name"),
            indicator=item.label,
            indicator_code=item.code.lower(),
            split=split,
            value=round(sum(known), 6) if len(known) == len(item.answers) else None,
            n=n,
        )
