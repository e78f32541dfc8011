"""What separates the columns of a text file, and its first rows."""

import csv
import io
from collections import Counter
from dataclasses import dataclass

from sightline.listen.imports.reading.unreadable import Unreadable, shortened

DELIMITERS = (",", ";", "\t", "|")
_ROWS = 25


@dataclass(frozen=True)
class FirstRow:
    """A row with the lines on which it begins and ends, the first line being 1."""

    line: int
    last_line: int
    cells: tuple[str, ...]


def first_rows(sample: str, delimiter: str) -> list[FirstRow]:
    """Up to 25 rows of a sample that ends with a line."""
    rows: list[FirstRow] = []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            line = rows[-1].last_line + 1 if rows else 1
            rows.append(FirstRow(line, reader.line_num, tuple(cells)))
            if len(rows) == _ROWS:
                break
    except csv.Error:
        pass
    return rows


def find(sample: str) -> str:
    """The delimiter of the sample. Raises Unreadable if nothing separates columns.

    The right one gives most rows the same number of cells, and more than one; of several, the one
    with most cells.
    """
    if not sample.strip():
        raise Unreadable("The file holds nothing but blank lines.")
    best, best_mark = "", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = Counter(len(row.cells) for row in first_rows(sample, delimiter) if any(row.cells))
        several = {width: times for width, times in widths.items() if width > 1}
        if several:
            width, times = max(several.items(), key=lambda one: (one[1], one[0]))
            mark = (times / widths.total(), width)
            if mark > best_mark:
                best, best_mark = delimiter, mark
    if not best:
        first = next((line for line in sample.splitlines() if line.strip()), "")
        raise Unreadable(
            f"Line 1 (“{shortened(first)}”) is not divided into columns by comma, semicolon, tab "
            "or vertical bar. Save the file as CSV with commas."
        )
    return best
