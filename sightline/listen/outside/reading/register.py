"""A register of education providers: UKPRN, name and other names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.outside.columns import folded
from sightline.listen.outside.reading.tables import first_rows, open_tables

_MOST = 20_000
_NAMES = ("name", "providername", "institution", "provider")
_ALSO = ("aliases", "othernames", "alias")


@dataclass(frozen=True)
class School:
    ukprn: str
    name: str
    also: tuple[str, ...]  # folded


def rows(path: Path) -> tuple[list[School], int]:
    """The education providers of a register, and how many rows have no UKPRN. Raises Unreadable."""
    with open_tables(path) as sheets:
        sheet = sheets[0]
        head = next((one for one in first_rows(sheet) if "ukprn" in map(folded, one[1])), None)
        if head is None:
            raise Unreadable("No heading “UKPRN” is in the first 25 rows. Add a row of headings.")
        headings = [folded(cell) for cell in head[1]]
        name = next((headings.index(one) for one in _NAMES if one in headings), None)
        if name is None:
            raise Unreadable(f"Line {head[0]} has no heading “Name”.")
        also = next((headings.index(one) for one in _ALSO if one in headings), None)
        ukprn = headings.index("ukprn")
        found: dict[str, School] = {}
        without = 0
        for line, cells in sheet.rows():
            if line <= head[0] or not any(cells):
                continue
            cells = [*cells, *[""] * len(headings)]
            number = cells[ukprn].strip()
            if not number:
                without += 1
                continue
            if not re.fullmatch(r"\d{8}", number) or not cells[name].strip():
                raise Unreadable(
                    f"Line {line:,}: “{number[:20]}” is not a UKPRN of eight digits, or the name "
                    "is missing. Nothing was changed."
                )
            others = cells[also].split("|") if also is not None else []
            found[number] = School(
                number, cells[name].strip()[:200], tuple(sorted(filter(None, map(folded, others))))
            )
            if len(found) > _MOST:
                raise Unreadable(f"The register has more than {_MOST:,} rows.")
    return list(found.values()), without
