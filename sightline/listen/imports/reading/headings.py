"""The row of headings: one row, one heading a column, none twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sightline.listen.imports.reading import limits, tools
from sightline.listen.imports.reading.unreadable import Unreadable, shortened
from sightline.listen.surveys.answers import plain

#: Headings that programs write where a cell was blank.
_FILLED_IN = re.compile(r"(\.\.\.\d+|unnamed: \d+(_level_\d+)?)?", re.I)
_NUMBER = re.compile(r"[+-]?[\d.,:/ -]*\d[\d.,:/ -]*%?")
_IMPORT_ID = re.compile(r"""\{\s*["']ImportId["']""")


@dataclass(frozen=True)
class Headings:
    """``names`` in order; ``row`` and ``last_row`` are the indexes of the first and the last row
    of headings among the rows looked at; ``shape`` is that of a known tool's export.
    """

    names: tuple[str, ...]
    row: int
    last_row: int
    shape: tools.Shape | None = None


def letter(position: int) -> str:
    """The name of a column in a spreadsheet: 0 is A, 26 is AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def find(rows: Sequence[Sequence[str]], lines: Sequence[int]) -> Headings:
    """The headings of a file from its first rows (each with its line number).

    Raises Unreadable, with the line and what to do, when there is no row of headings, more than
    one, or one that is not whole.
    """
    filled = [index for index, row in enumerate(rows) if any(cell.strip() for cell in row)]
    if not filled:
        raise Unreadable("The file holds nothing but blank cells.")
    first = filled[0]
    if shape := tools.of([rows[index] for index in filled]):
        last = filled[shape.rows - 1]
        below = [(lines[index], rows[index]) for index in filled[shape.rows :]]
        _names_none_twice(list(shape.names), lines[first])
        _is_whole(list(shape.names), lines[first], below)
        return Headings(shape.names, first, last, shape)
    names = [cell.strip() for cell in rows[first]]
    below = [(lines[index], rows[index]) for index in filled[1:]]
    _is_not_a_title(names, lines[first], below)
    _has_no_import_ids(below)
    _names_none_twice(names, lines[first])
    _is_not_repeated(names, below)
    _is_not_merged(names, lines[first], below)
    _is_whole(names, lines[first], below)
    return Headings(tuple(names), first, first)


def _is_not_a_title(names: list[str], line: int, below: list[tuple[int, Sequence[str]]]) -> None:
    if sum(map(bool, names)) > 1:
        return
    title = next(filter(None, names))
    for number, row in below[:10]:
        if sum(bool(cell.strip()) for cell in row) >= 3:
            raise Unreadable(
                f"Line {line} holds only “{shortened(title)}”; the headings seem to be on line "
                f"{number}. Delete the lines above the headings and upload the file again."
            )
    raise Unreadable(
        f"Line {line} has only one heading, “{shortened(title)}”. A file needs a column for the "
        "provider and one for each answer."
    )


def _has_no_import_ids(below: list[tuple[int, Sequence[str]]]) -> None:
    for line, row in below[:2]:
        if any(_IMPORT_ID.match(cell.strip()) for cell in row):
            above = ", ".join(str(number) for number, _ in below if number < line)
            which = f"lines {above} and {line}" if above else f"line {line}"
            raise Unreadable(
                f"The file has the three rows of headings of a Qualtrics export. Delete {which}, "
                "so that only the first row of headings is left, and upload the file again."
            )


def _names_none_twice(names: list[str], line: int) -> None:
    seen: dict[str, int] = {}
    for position, name in enumerate(names):
        if name and plain(name) in seen:
            raise Unreadable(
                f"Columns {letter(seen[plain(name)])} and {letter(position)} are both headed "
                f"“{shortened(name)}” on line {line}. Rename or delete one of them. If line {line} "
                "holds answers, put a row of headings above it."
            )
        seen[plain(name)] = position


def _is_not_repeated(names: list[str], below: list[tuple[int, Sequence[str]]]) -> None:
    if not below:
        return
    line, row = below[0]
    same = [name for name, cell in zip(names, row, strict=False) if name and name == cell.strip()]
    if len(same) >= 2:
        raise Unreadable(
            f"Line {line} is a second row of headings: it repeats “{shortened(same[0])}” and "
            f"“{shortened(same[1])}”. Delete it and upload the file again."
        )


def _is_not_merged(names: list[str], line: int, below: list[tuple[int, Sequence[str]]]) -> None:
    """Blank headings with words under them: headings over two rows, the upper ones merged."""
    if not below:
        return
    under, row = below[0]
    words = [
        (position, cell.strip())
        for position, cell in enumerate(row)
        if position < len(names)
        and _FILLED_IN.fullmatch(names[position])
        and cell.strip()
        and not _NUMBER.fullmatch(cell.strip())
    ]
    blank = sum(1 for name in names if _FILLED_IN.fullmatch(name))
    if len(words) >= 2 and 2 * len(words) >= blank:
        position, cell = words[0]
        raise Unreadable(
            f"The headings seem to stand in two rows, with merged cells: column "
            f"{letter(position)} has no heading on line {line}, and line {under} has "
            f"“{shortened(cell)}” under it. Write one heading for each column on line {line}; "
            f"if line {under} holds headings too, delete it."
        )


def _is_whole(names: list[str], line: int, below: list[tuple[int, Sequence[str]]]) -> None:
    if len(names) > limits.COLUMNS:
        raise Unreadable(
            f"Line {line} has {len(names):,} headings; the limit is {limits.COLUMNS}. "
            "Leave out columns that the survey does not need."
        )
    last = max(position for position, name in enumerate(names) if name)
    for position, name in enumerate(names):
        # Columns at the end with neither heading nor cells are a habit of some programs.
        filled = any("".join(row[position : position + 1]).strip() for _, row in below)
        if not name and (position < last or filled):
            raise Unreadable(
                f"Column {letter(position)} has no heading on line {line}. "
                "Give it one, or delete the column."
            )
