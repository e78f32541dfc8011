"""Results of a table with one row of headings: a row an indicator, or a column an indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sightline.listen.imports.reading.unreadable import shortened
from sightline.listen.outside import numbers
from sightline.listen.outside.columns import Use, stem_of
from sightline.listen.outside.reading.tables import Sheet
from sightline.listen.outside.row import Fault, Reported, Skipped
from sightline.listen.outside.words import Audience, Role, UnitKind

#: Rows of a whole country among those of providers, in letters only.
_SECTOR = {
    "uk",
    "england",
    "scotland",
    "wales",
    "northernireland",
    "unitedkingdom",
    "sector",
    "all",
}
_WHOLE_SUBJECT = {
    "",
    "allsubjects",
    "total",
    "allspecialties",
    "all",
    "allprogrammes",
    "allprofessions",
}
_WHOLE_LEVEL = {"", "all", "allundergraduates", "alllevels", "allmodes"}
_QUESTION = re.compile(r"^(?:Q|Question)\s*0*(\d{1,2})\b", re.I)
_THEME = re.compile(r"^(?:T|Theme)\s*0*(\d{1,2})\b", re.I)
_PLACEMENT = re.compile(r"^NHS\s*Q?\s*0*([1-6])\b", re.I)
_CODE_AT_END = re.compile(r"^(?P<name>.+?)\s*(?:[-–]\s*|\()(?P<code>[A-Z][A-Z0-9]{2,5})\)?$")
_YES = {"yes", "y", "true", "1"}


@dataclass(frozen=True)
class Heads:
    """Where the headings of a sheet stand, what they are, and the year of the whole sheet."""

    line: int
    uses: Sequence[Use]
    year: int | None
    audience: str = ""
    split: str = ""  # what a sheet splits by, such as "Sex"


def rows(sheet: Sheet, heads: Heads) -> Iterator[Reported | Fault | Skipped]:
    """The results of a sheet in their order, and what stands between them."""
    reader = _Reader(sheet.name, heads)
    for line, cells in sheet.rows():
        if line > heads.line and any(cell.strip() for cell in cells):
            yield from reader.read(line, cells)


def indicator_code(text: str, year: int) -> str:
    """The code that an NSS question or theme is known by; "" for other texts.

    Questions of before 2023 and of before 2017 are other questions, whatever their number.

    >>> indicator_code("Q01", 2023), indicator_code("Theme 1: Teaching", 2024)
    ('Q1', 'T1')
    >>> indicator_code("Q01", 2021), indicator_code("NHSQ3", 2021)
    ('2017-Q1', 'NHSQ3')
    """
    if found := _PLACEMENT.match(text.strip()):
        return f"NHSQ{found[1]}"
    for pattern, letter in ((_QUESTION, "Q"), (_THEME, "T")):
        if found := pattern.match(text.strip()):
            code = f"{letter}{found[1]}"
            return code if year >= 2023 else f"{'2017' if year >= 2017 else '2005'}-{code}"
    return ""


class _Reader:
    def __init__(self, sheet: str, heads: Heads) -> None:
        self._sheet = sheet
        self._heads = heads
        self._one: Mapping[Role, Use] = {
            use.role: use for use in heads.uses if use.year is None and use.role != Role.MEASURE
        }
        self._measures = [use for use in heads.uses if use.role == Role.MEASURE]
        self._other_years: dict[int, dict[Role, Use]] = {}
        for use in heads.uses:
            if use.year is not None:
                self._other_years.setdefault(use.year, {})[use.role] = use

    def read(self, line: int, cells: list[str]) -> Iterator[Reported | Fault | Skipped]:
        try:
            yield from self._read(line, cells)
        except _Wrong as wrong:
            yield Fault(line, str(wrong), self._sheet, tuple(cells[:60]))

    def _text(self, role: Role, cells: Sequence[str]) -> str:
        use = self._one.get(role)
        return cells[use.place].strip() if use and use.place < len(cells) else ""

    def _number(self, use: Use | None, cells: Sequence[str]) -> float | None:
        if use is None or use.place >= len(cells):
            return None
        try:
            return numbers.number(cells[use.place])
        except numbers.NotANumber as error:
            raise _Wrong(
                f"“{shortened(str(error))}” in column “{shortened(use.heading)}” is not a number."
            ) from error

    def _count(self, use: Use | None, cells: Sequence[str]) -> int | None:
        if use is None or use.place >= len(cells):
            return None
        try:
            return numbers.count(cells[use.place])
        except numbers.NotANumber as error:
            raise _Wrong(
                f"“{shortened(str(error))}” in column “{shortened(use.heading)}” is not a number "
                "of people."
            ) from error

    def _read(self, line: int, cells: list[str]) -> Iterator[Reported | Fault | Skipped]:
        unit = self._unit(cells)
        if unit is None:
            yield Skipped(line, "A total of a whole country")
            return
        kind, code, name = unit
        year = self._heads.year
        if said := self._text(Role.YEAR, cells):
            year = numbers.year(said)
            if year is None:
                raise _Wrong(f"“{shortened(said)}” is not a year.")
        if year is None:
            raise _Wrong("No year is given for this row.")
        subject_name = self._text(Role.SUBJECT_NAME, cells)
        subject_code = self._text(Role.SUBJECT_CODE, cells)
        if _plain(subject_name) in _WHOLE_SUBJECT and not _is_code(subject_code):
            subject_name = subject_code = ""
        found = Reported(
            line=line,
            sheet=self._sheet,
            year=year,
            kind=kind,
            code=code,
            name=name,
            indicator="",
            subject_code=subject_code,
            subject_name=subject_name,
            audience=self._audience(cells),
            split=self._split(cells),
        )
        if self._measures:
            yield from self._wide(found, cells)
        else:
            yield from self._long(found, cells)

    def _unit(self, cells: Sequence[str]) -> tuple[UnitKind, str, str] | None:
        ukprn = self._text(Role.UKPRN, cells)
        school = self._text(Role.EDUCATION_NAME, cells)
        if ukprn or school:
            if not ukprn and _plain(school) in _SECTOR:
                return None
            if ukprn and not re.fullmatch(r"\d{8}", ukprn):
                raise _Wrong(f"“{shortened(ukprn)}” is not a UKPRN: it has eight digits.")
            return UnitKind.EDUCATION, ukprn, school
        site, hospital = self._text(Role.SITE_CODE, cells), self._text(Role.SITE_NAME, cells)
        if site or hospital:
            return UnitKind.SITE, *_code_and_name(site, hospital)
        trust = self._text(Role.ORGANISATION_CODE, cells)
        name = self._text(Role.ORGANISATION_NAME, cells)
        if trust or name:
            if not trust and _plain(name) in _SECTOR:
                return None
            return UnitKind.ORGANISATION, *_code_and_name(trust, name)
        area = self._text(Role.AREA_NAME, cells)
        if area and _plain(area) not in _SECTOR:
            return UnitKind.OTHER, "", area
        wanted = {Role.UKPRN, Role.EDUCATION_NAME, Role.SITE_CODE, Role.ORGANISATION_CODE}
        if wanted & set(self._one):
            raise _Wrong("The row does not say which organisation it is about.")
        return None

    def _audience(self, cells: Sequence[str]) -> str:
        said = self._text(Role.AUDIENCE, cells).lower()
        # "Trainer" first: "trainee and trainer survey" would be neither.
        for audience in (Audience.TRAINER, Audience.TRAINEE):
            if audience.value in said:
                return audience.value
        return self._heads.audience

    def _split(self, cells: Sequence[str]) -> str:
        parts = []
        if (group := self._text(Role.SPLIT, cells)) and _plain(group) not in _SECTOR:
            parts.append(f"{self._heads.split}: {group}" if self._heads.split else group)
        if (level := self._text(Role.LEVEL, cells)) and _plain(level) not in _WHOLE_LEVEL:
            parts.append(level)
        if _plain(self._text(Role.WEIGHTING, cells)) == "unweighted":
            parts.append("Unweighted")
        return ", ".join(parts)[:80]

    def _wide(self, of: Reported, cells: Sequence[str]) -> Iterator[Reported | Fault]:
        everybody = self._count(self._one.get(Role.N), cells)
        for use in self._measures:
            base = Use(use.base, use.heading, Role.N) if use.base is not None else None
            try:
                n = self._count(base, cells) if base else everybody
                value = self._number(use, cells)
            except _Wrong as wrong:
                yield Fault(of.line, str(wrong), self._sheet, tuple(cells[:60]))
                continue
            if value is not None:
                yield _with(
                    of, indicator=use.heading, indicator_code=stem_of(use.heading), value=value, n=n
                )

    def _long(self, of: Reported, cells: Sequence[str]) -> Iterator[Reported]:
        said = self._text(Role.INDICATOR, cells)
        code = self._text(Role.INDICATOR_CODE, cells)
        if not said and not code:
            raise _Wrong("The row names no indicator or question.")
        n = self._count(self._one.get(Role.N), cells)
        rate = self._number(self._one.get(Role.RATE), cells)
        asked = self._count(self._one.get(Role.POPULATION), cells)
        if rate is None and asked and n is not None:
            rate = 100 * n / asked
        lower = self._number(self._one.get(Role.BENCHMARK_LOWER), cells)
        upper = self._number(self._one.get(Role.BENCHMARK_UPPER), cells)
        q1 = self._number(self._one.get(Role.Q1), cells)
        q3 = self._number(self._one.get(Role.Q3), cells)
        found = _with(
            of,
            indicator=said or code,
            indicator_code=code,
            value=self._number(self._one.get(Role.VALUE), cells),
            lower=self._number(self._one.get(Role.LOWER), cells),
            upper=self._number(self._one.get(Role.UPPER), cells),
            sd=self._number(self._one.get(Role.SD), cells),
            n=n,
            rate=rate,
            outcome=self._text(Role.OUTCOME, cells),
            benchmark=self._number(self._one.get(Role.BENCHMARK), cells),
            benchmark_limits=(lower, upper) if lower is not None and upper is not None else None,
            quartiles=(q1, q3) if q1 is not None and q3 is not None else None,
            is_aggregated=self._text(Role.AGGREGATED, cells).lower() in _YES,
        )
        if found.lower is not None and found.upper is not None and found.lower > found.upper:
            raise _Wrong("The lower limit is above the upper one.")
        yield found
        for year, uses in self._other_years.items():
            value = self._number(uses.get(Role.VALUE), cells)
            use = uses.get(Role.OUTCOME)
            outcome = cells[use.place].strip() if use and use.place < len(cells) else ""
            if year != of.year and (value is not None or outcome):
                yield _with(
                    of,
                    year=year,
                    indicator=said or code,
                    indicator_code=code,
                    value=value,
                    n=self._count(uses.get(Role.N), cells),
                    outcome=outcome,
                )


class _Wrong(ValueError):
    """What is wrong with a row, as a sentence."""


def _with(of: Reported, **changes: object) -> Reported:
    values = {name: getattr(of, name) for name in Reported.__slots__}
    return Reported(**{**values, **changes})


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", text.lower())


def _is_code(text: str) -> bool:
    return bool(text) and _plain(text) not in _WHOLE_SUBJECT


def _code_and_name(code: str, name: str) -> tuple[str, str]:
    """The code and the name; "Alder Trust (RXX)" holds both."""
    if code or not (found := _CODE_AT_END.match(name)):
        return code.upper(), name
    return found["code"], found["name"].strip()
