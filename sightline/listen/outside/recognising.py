"""Which survey a file is of, and how it is laid out: by what is in it, not by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sightline.base.refusal import Refusal
from sightline.listen.imports.reading import tools
from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.outside import columns, numbers
from sightline.listen.outside.columns import Use, folded
from sightline.listen.outside.reading import discover_uni, limits, staff_workbook, table_rows
from sightline.listen.outside.reading.table_rows import Heads
from sightline.listen.outside.reading.tables import Row, Sheet, first_rows, open_tables
from sightline.listen.outside.row import Fault, Reported, Skipped
from sightline.listen.outside.words import Audience, Role, Shape

NTS, NSS, STAFF, NETS = "nts", "nss", "staff-survey", "nets"

#: So many known headings make a row of headings.
_FEWEST = 3
_SHORT_YEAR = re.compile(r"\bNSS[ _]?(\d\d)(?!\d)", re.I)


class NotRecognised(Refusal):
    """It cannot be told which survey a file is of, or what its columns are."""


@dataclass(frozen=True)
class Said:
    """What the person said of a file, beside its source."""

    name: str = ""
    year: int | None = None
    ukprn: str = ""
    columns: Mapping[str, str] | None = None


@dataclass
class Recognised:
    """A file that can be read. ``results`` gives what is in it, as often as it is called."""

    source: str
    shape: Shape
    uses: Sequence[Use]
    notices: list[str]
    _path: Path
    _said: Said
    _sheets: Sequence[tuple[Sheet, Heads]] = ()
    _all: Sequence[Sheet] = ()

    def results(self) -> Iterator[Reported | Fault | Skipped]:
        """Raises Unreadable where the file cannot be read further, or holds too much."""
        count = 0
        for one in self._results():
            count += isinstance(one, Reported)
            if count > limits.RESULTS:
                raise Unreadable(
                    f"The file holds more than {limits.RESULTS:,} results. Split it by year or "
                    "by kind of unit and upload the parts."
                )
            yield one

    def _results(self) -> Iterator[Reported | Fault | Skipped]:
        if self.shape is Shape.DISCOVER_UNI:
            yield from discover_uni.rows(self._path, year=self._said.year, ukprn=self._said.ukprn)
        elif self.shape is Shape.STAFF_WORKBOOK:
            year = self._said.year or _year_of_name(self._said.name)
            yield from staff_workbook.rows(self._all, year=year)
        for sheet, heads in self._sheets:
            yield from table_rows.rows(sheet, heads)


@contextmanager
def recognise(
    path: Path, source: str, said: Said, left_out: Mapping[str, Sequence[str]]
) -> Iterator[Recognised]:
    """Open a file. ``source`` is blank where the file is to show it.

    Args:
        left_out: for each source the patterns of headings that are not about quality.

    Raises Unreadable or NotRecognised: a sentence for the person.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    if discover_uni.looks_like_it(start):
        _is(NSS, source)
        discover_uni.check(path)
        yield Recognised(NSS, Shape.DISCOVER_UNI, [], [], path, said)
        return
    with open_tables(path) as sheets:
        if staff_workbook.looks_like_it([sheet.name for sheet in sheets]):
            _is(STAFF, source)
            yield Recognised(STAFF, Shape.STAFF_WORKBOOK, [], [], path, said, _all=sheets)
            return
        yield _tables(path, sheets, source, said, left_out)


def _tables(
    path: Path,
    sheets: Sequence[Sheet],
    source: str,
    said: Said,
    left_out: Mapping[str, Sequence[str]],
) -> Recognised:
    found: list[tuple[Sheet, list[Row], int]] = []
    notices: list[str] = []
    for sheet in sheets:
        start = first_rows(sheet)
        head = head_of(start, said)
        if head is None:
            if sheet.name:
                notices.append(f"Sheet “{sheet.name}” has no table of results and was not read.")
        else:
            found.append((sheet, start, head))
    first = [cells for _, cells in first_rows(sheets[0])]
    if shape := tools.of([cells for cells in first if any(cells)]):
        raise NotRecognised(
            f"This is an export of {shape.tool} with one row for each person who answered, not a "
            "table of results. Upload it under Surveys, where its answers are counted."
        )
    if not found:
        raise NotRecognised(_unknown(first))
    headings = {folded(cell) for _, start, head in found for cell in start[head][1] if cell.strip()}
    guessed = _source(headings, said.name)
    if source and guessed and source != guessed and source in (NTS, NSS, STAFF):
        _is(guessed, source)
    chosen = source or guessed
    if not chosen:
        raise NotRecognised(
            "The columns do not show which survey this is. Choose the survey and upload it again."
        )
    tables = [
        (sheet, _heads(sheet, start, head, chosen, said, left_out.get(chosen, ())))
        for sheet, start, head in found
    ]
    _has_what_it_needs([heads for _, heads in tables])
    return Recognised(chosen, Shape.TABLE, tables[0][1].uses, notices, path, said, tables)


def head_of(start: Sequence[Row], said: Said) -> int | None:
    """Which of the first rows has the headings: the first with most known ones."""
    best, most = None, _FEWEST - 1
    wanted = {folded(heading) for heading in said.columns or ()}
    for index, (_, cells) in enumerate(start):
        known = len(
            {
                folded(cell)
                for cell in cells
                if cell.strip() and (columns.is_known(cell) or folded(cell) in wanted)
            }
        )
        if known > most:
            best, most = index, known
    return best


def _source(headings: set[str], name: str) -> str:
    if {"benchmarkinggroup", "odscode"} <= headings or "engagementindex" in headings:
        return STAFF
    roles = {columns.role_of(heading) for heading in headings}
    education = {Role.UKPRN, Role.EDUCATION_NAME, Role.SPLIT} & roles
    if education and any(one.startswith("posit") or one == "actualvalue" for one in headings):
        return NSS
    if {Role.OUTCOME, Role.VALUE} <= roles and {Role.INDICATOR, Role.INDICATOR_CODE} & roles:
        return NTS
    if "nets" in folded(name):
        return NETS
    return ""


def _heads(
    sheet: Sheet,
    start: Sequence[Row],
    head: int,
    source: str,
    said: Said,
    left_out: Sequence[str],
) -> Heads:
    line, headings = start[head]
    examples = [cells for _, cells in start[head + 1 :]]
    uses = columns.guess(headings, examples, left_out)
    if said.columns:
        uses = columns.as_said(headings, said.columns, uses)
    above = " ".join(cell for _, cells in start[:head] for cell in cells)
    year = said.year or numbers.year(above) or _year_of_name(f"{said.name} {sheet.name}")
    audience = ""
    if source == NTS:
        told = f"{above} {said.name} {sheet.name}".lower()
        audience = Audience.TRAINER if "trainer" in told else Audience.TRAINEE
    return Heads(line, uses, year, audience, sheet.name)


def _year_of_name(name: str) -> int | None:
    """The year in a file's name: "NSS23_Summary.xlsx" is 2023.

    >>> _year_of_name("NSS23_Summary.xlsx"), _year_of_name("nts-2024.csv"), _year_of_name("a.csv")
    (2023, 2024, None)
    """
    if short := _SHORT_YEAR.search(name):
        return 2000 + int(short[1])
    return numbers.year(name)


def _is(found: str, chosen: str) -> None:
    if chosen and chosen != found:
        said = {NTS: "GMC National Training Survey", NSS: "National Student Survey",
                STAFF: "NHS Staff Survey"}[found]  # fmt: skip
        more = " (Both are called NSS.)" if {found, chosen} == {NSS, STAFF} else ""
        raise NotRecognised(
            f"The file holds results of the {said}, and another survey was chosen.{more} Choose "
            "the right one and upload it again."
        )


def _has_what_it_needs(heads: Sequence[Heads]) -> None:
    for one in heads:
        roles = {use.role for use in one.uses}
        names_results = bool({Role.VALUE, Role.MEASURE} & roles)
        names_indicators = bool({Role.INDICATOR, Role.INDICATOR_CODE, Role.MEASURE} & roles)
        if not (names_results and names_indicators):
            raise NotRecognised(
                f"Line {one.line}: no column of results or of indicators was recognised. Say "
                "below what the columns are."
            )
        if one.year is None and Role.YEAR not in roles:
            raise NotRecognised(
                "The file does not say which year it is of. Give the year and upload it again."
            )


def _unknown(rows: Sequence[Sequence[str]]) -> str:
    first = next((row for row in rows if any(cell.strip() for cell in row)), [])
    some = ", ".join(f"“{cell.strip()[:25]}”" for cell in first if cell.strip())
    return (
        "No row of headings that is known was found in the first 25 rows. The first row holds "
        f"{some[:200] or 'nothing'}. Say below what the columns are, or upload the file as it was "
        "published."
    )
