"""A tool's export read as an ordinary table: personal columns left out, several answers divided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from sightline.listen.imports.reading.block import Block, Misfit, Upload
from sightline.listen.imports.reading.tools import Shape
from sightline.listen.imports.reading.unreadable import shortened
from sightline.listen.surveys.answers import plain

#: More different answers than these are free text that happens to end in a semicolon.
_MOST_ANSWERS = 60
CHOSEN, NOT_CHOSEN = "Yes", "No"


@dataclass(frozen=True)
class _Column:
    """A column as it is handed on: the text at ``place``, or whether ``answer`` was chosen there.

    ``beside`` are the places of a question with a column for each answer: where none of them is
    filled, the question was not answered.
    """

    heading: str
    place: int
    answer: str = ""
    beside: tuple[int, ...] = ()


class Exported:
    """An opened export of a survey tool, with the columns that can be read."""

    def __init__(self, inner: Upload, shape: Shape) -> None:
        self._inner = inner
        self._columns = self._find(shape)
        self.headings = tuple(column.heading for column in self._columns)
        self.heading_line = inner.heading_line
        self.rows_expected = inner.rows_expected
        self.notices = (*inner.notices, *self._said(shape))
        self.wordings: Mapping[str, str] = {
            heading: text for heading, text in shape.wordings.items() if heading in self.headings
        }

    def blocks(self, repeating: frozenset[int]) -> Iterator[Block]:
        for block in self._inner.blocks(frozenset()):
            columns = tuple(
                _coded(_read(block, column), position in repeating)
                for position, column in enumerate(self._columns)
            )
            # A row that does not fit may hold anything anywhere: its cells are not handed on.
            misfits = tuple(Misfit(one.line, (), one.message) for one in block.misfits)
            yield Block(block.lines, columns, misfits)

    def _find(self, shape: Shape) -> list[_Column]:
        answers = self._answers(shape) if shape.joins_answers else {}
        beside = {place: group for group in self._ticked(shape) for place in group}
        found: list[_Column] = []
        for place, heading in enumerate(self._inner.headings):
            if place in shape.personal or not heading:
                continue
            if place in answers:
                found += [_Column(f"{heading}: {one}", place, one) for one in answers[place]]
            elif place in beside:
                found.append(_Column(heading, place, beside=beside[place]))
            else:
                found.append(_Column(heading, place))
        return found

    def _answers(self, shape: Shape) -> dict[int, list[str]]:
        """Columns whose every cell ends in a semicolon, with the answers in them.

        Reads the whole file once.
        """
        found: dict[int, dict[str, str]] = {
            place: {} for place in range(len(self._inner.headings)) if place not in shape.personal
        }
        for block in self._inner.blocks(frozenset()):
            for place in list(found):
                for text in pc.unique(block.columns[place]).to_pylist():
                    cell = (text or "").strip()
                    if not cell:
                        continue
                    parts = _parts(cell)
                    if not cell.endswith(";") or len(found[place]) + len(parts) > _MOST_ANSWERS:
                        del found[place]
                        break
                    for part in parts:
                        found[place].setdefault(plain(part), part)
        return {place: list(texts.values()) for place, texts in found.items() if texts}

    def _ticked(self, shape: Shape) -> list[tuple[int, ...]]:
        """Questions with a column for each answer: a cell holds its heading's answer or nothing."""
        found = [group for group in shape.choices if not set(group) & shape.personal]
        names = self._inner.headings
        for block in self._inner.blocks(frozenset()) if found else ():
            found = [
                group
                for group in found
                if all(_is_tick(block.columns[place], names[place]) for place in group)
            ]
        return found

    def _said(self, shape: Shape) -> tuple[str, ...]:
        said = [f"The file was recognised as an export of {shape.tool}."]
        if shape.rows > 1:
            said.append(f"Its {shape.rows} rows of headings were read as names and questions.")
        personal = [shape.names[place] for place in sorted(shape.personal)]
        if personal:
            some = ", ".join(f"“{shortened(name, 25)}”" for name in personal[:6])
            said.append(f"Columns about the person were not read: {some}.")
        divided = sorted({column.place for column in self._columns if column.answer})
        if divided:
            some = ", ".join(f"“{shortened(shape.names[place])}”" for place in divided)
            said.append(f"Several answers in one cell were divided, one column each: {some}.")
        return (" ".join(said),)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _is_tick(column: pa.Array, heading: str) -> bool:
    texts = [text.strip() for text in pc.unique(column).to_pylist() if (text or "").strip()]
    return all(plain(heading).endswith(plain(text)) for text in texts)


def _read(block: Block, column: _Column) -> pa.Array:
    texts = block.columns[column.place]
    if column.answer:
        wanted = plain(column.answer)
        return pa.array(
            [
                (CHOSEN if wanted in map(plain, _parts(text)) else NOT_CHOSEN)
                if text.strip()
                else ""
                for text in _listed(texts)
            ],
            pa.string(),
        )
    if column.beside:
        others = [_listed(block.columns[place]) for place in column.beside]
        answered = [any(cell.strip() for cell in cells) for cells in zip(*others, strict=True)]
        return pa.array(
            [
                (CHOSEN if text.strip() else NOT_CHOSEN) if is_answered else ""
                for text, is_answered in zip(_listed(texts), answered, strict=True)
            ],
            pa.string(),
        )
    return texts


def _listed(column: pa.Array) -> list[str]:
    return [text or "" for text in column.to_pylist()]


def _coded(column: pa.Array, repeats: bool) -> pa.Array:
    return column.dictionary_encode() if repeats else column
