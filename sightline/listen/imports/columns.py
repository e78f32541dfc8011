"""Where in a file everything stands that its mapping names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sightline.listen.imports import cells
from sightline.listen.imports.cells import Cells
from sightline.listen.imports.codes import Codes
from sightline.listen.imports.days import Style
from sightline.listen.imports.problems import Wrong
from sightline.listen.imports.reading.block import Block
from sightline.listen.imports.reading.unreadable import Unreadable, shortened
from sightline.listen.surveys.answers import plain
from sightline.listen.surveys.questionnaire import Mapping

#: Columns without which a file cannot be used; the others may be missing.
_NEEDED = ("respondent", "provider", "programme")


@dataclass
class Columns:
    """Readers of the columns by role, and of the items in their order, with their positions."""

    headings: tuple[str, ...]
    respondent: int | None
    roles: dict[str, tuple[int, Cells]]
    items: list[tuple[int, Cells]]
    fixed: dict[str, int]
    left_out: tuple[str, ...]  # headings that the mapping does not name
    missing: tuple[str, ...]  # headings that the mapping names and the file does not have
    levels: tuple[str, ...]
    #: Of comments: position and where it stands among those of the mapping.
    comments: tuple[tuple[int, int], ...] = ()
    #: Of characteristics: where each of the mapping's is (-1: not in the file), and its reader.
    characteristics: tuple[tuple[int, Cells], ...] = ()
    day_styles: set[Style] = field(default_factory=set)

    @property
    def repeating(self) -> frozenset[int]:
        """Positions of the columns whose texts repeat."""
        return frozenset(
            [place for place, _ in self.roles.values()]
            + [place for place, _ in self.items]
            + [place for place, _ in self.characteristics if place >= 0]
        )

    def numbers(self, role: str, block: Block) -> NDArray[np.int64]:
        """What a role's column says, row by row; the fixed code, or nothing, without a column."""
        if role in self.roles:
            place, reader = self.roles[role]
            return reader.numbers(coded(block.columns[place]))
        return np.full(len(block.lines), self.fixed.get(role, cells.NOTHING), np.int64)


def coded(column: pa.Array) -> pa.DictionaryArray:
    return column if pa.types.is_dictionary(column.type) else column.dictionary_encode()


def find(mapping: Mapping, codes: Codes, headings: tuple[str, ...]) -> Columns:
    """Raises Unreadable if a needed column is missing, or the mapping fixes an unknown code."""
    places = {plain(heading): place for place, heading in enumerate(headings) if heading}
    lacking = [
        heading
        for heading in [mapping.columns.get(role, "") for role in _NEEDED]
        + [item.column for item in mapping.items]
        if heading and plain(heading) not in places
    ]
    if lacking:
        raise _lacks(lacking, headings)
    levels = tuple(sorted({course.level for course in codes.programmes.values()} - {""}))
    styles: set[Style] = set()
    makers: dict[str, Callable[[], Callable[[str], int]]] = {
        "provider": lambda: cells.provider_reader(codes),
        "site": lambda: cells.site_reader(codes),
        "programme": lambda: cells.programme_reader(codes),
        "profession": lambda: cells.profession_reader(codes),
        "level": lambda: cells.level_reader(levels),
        "completed": lambda: cells.day_reader(codes, styles),
    }
    present = {r: h for r, h in mapping.columns.items() if plain(h) in places}
    respondent = present.pop("respondent", None)
    named = {plain(heading) for heading in mapping.headings}
    return Columns(
        headings=headings,
        respondent=places[plain(respondent)] if respondent else None,
        roles={
            role: (places[plain(heading)], Cells(heading, makers[role]()))
            for role, heading in present.items()
        },
        items=[
            (places[plain(i.column)], Cells(i.column, cells.answer_reader(mapping, i.scale)))
            for i in mapping.items
        ],
        fixed={role: _fixed(role, code, makers[role]()) for role, code in mapping.fixed.items()},
        left_out=tuple(h for h in headings if h and plain(h) not in named),
        missing=tuple(
            heading
            for heading in (
                *mapping.columns.values(),
                *(comment.column for comment in mapping.comments),
                *(one.column for one in mapping.characteristics),
            )
            if plain(heading) not in places
        ),
        comments=tuple(
            (places[plain(comment.column)], number)
            for number, comment in enumerate(mapping.comments)
            if plain(comment.column) in places
        ),
        characteristics=tuple(
            (
                places.get(plain(one.column), -1),
                Cells(one.column, cells.characteristic_reader(mapping, one)),
            )
            for one in mapping.characteristics
        ),
        levels=levels,
        day_styles=styles,
    )


def _fixed(role: str, code: str, read: Callable[[str], int]) -> int:
    try:
        return read(code)
    except Wrong as wrong:
        raise Unreadable(
            f"The mapping fixes the {role} of every row, and {wrong.message} Mend the mapping."
        ) from wrong


def _lacks(lacking: list[str], headings: tuple[str, ...]) -> Unreadable:
    some = ", ".join(f"“{shortened(heading)}”" for heading in lacking[:5])
    more = f" and {len(lacking) - 5} more" if len(lacking) > 5 else ""
    there = ", ".join(f"“{shortened(heading, 25)}”" for heading in headings[:8])
    count = "a column" if len(lacking) == 1 else f"{len(lacking)} columns"
    return Unreadable(
        f"The file lacks {count} that the mapping names: {some}{more}. Its headings begin with "
        f"{there}. Choose another mapping, or mend the headings."
    )
