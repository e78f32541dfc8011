"""The columns of an uploaded table with a guess what each is, for the page that asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sightline.listen.imports.reading.unreadable import Unreadable, shortened
from sightline.listen.outside import columns, storage
from sightline.listen.outside.columns import Use
from sightline.listen.outside.models import OutsideImport
from sightline.listen.outside.reading import discover_uni
from sightline.listen.outside.reading.tables import first_rows, open_tables
from sightline.listen.outside.recognising import Said, head_of

_EXAMPLES = 3


@dataclass(frozen=True)
class Looked:
    """Columns with some of their texts as a hint."""

    columns: Sequence[tuple[Use, str]]


def columns_of(found: OutsideImport) -> Looked:
    """Raises Unreadable."""
    path = storage.path(found.stored_name)
    if not path.exists():
        raise Unreadable("The file is no longer here. Upload it again.")
    with path.open("rb") as file:
        if discover_uni.looks_like_it(file.read(4096)):
            raise Unreadable("The file is XML: it has no columns.")
    with open_tables(path) as sheets:
        start = first_rows(sheets[0])
        head = head_of(start, Said(columns=found.said_columns))
        if head is None:
            widths = [sum(bool(cell.strip()) for cell in cells) for _, cells in start]
            head = widths.index(max(widths)) if widths else 0
        headings = start[head][1]
        examples = [cells for _, cells in start[head + 1 :]]
    left_out = found.source.left_out if found.source else ()
    uses = columns.guess(headings, examples, left_out)
    if found.said_columns:
        uses = columns.as_said(headings, found.said_columns, uses)
    shown = [use for use in uses if use.heading.strip()]
    return Looked([(use, _example(use, examples)) for use in shown])


def _example(use: Use, rows: Sequence[Sequence[str]]) -> str:
    texts = [row[use.place].strip() for row in rows if use.place < len(row)]
    seen = list(dict.fromkeys(filter(None, texts)))[:_EXAMPLES]
    some = ", ".join(f"“{shortened(text, 30)}”" for text in seen)
    return f"For example {some}" if some else "Blank in the first rows"
