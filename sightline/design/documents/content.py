"""What stands in a document that leaves as a file, before anybody lays it out.

One of these is drawn by `pdf`, `word` and `powerpoint`, so that no number can differ between them:
every number is written out once, as text. Only a chart keeps values, to draw them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sightline.design import show


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure in large letters, and what it is."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """``share`` is its part of the width, as against the other columns."""

    text: str
    share: float = 1.0
    is_numeric: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. The first column names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart: a value (0 to 100) with its 95% limits. ``colour`` is a flag or ""."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    count: int | None = None
    colour: str = ""
    benchmark: float | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of values, each with its limits and what it is compared with."""

    caption: str
    bars: tuple[Bar, ...]
    value_name: str = "Score"
    benchmark_name: str = "Benchmark"
    made_up: bool = False

    @property
    def description(self) -> str:
        """What the chart shows, in words: its alternative text."""
        said = []
        for bar in self.bars:
            parts = [f"{bar.label} {show.number(bar.value, 1)}"]
            if bar.low is not None and bar.high is not None:
                parts.append(f"({show.number(bar.low, 1)} to {show.number(bar.high, 1)})")
            if bar.benchmark is not None:
                parts.append(f"against {show.number(bar.benchmark, 1)}")
            said.append(" ".join(parts))
        return f"{self.caption}. {'; '.join(said)}."


@dataclass(frozen=True, slots=True)
class Stack:
    """A chart of counts, one bar for each label, cut into parts. ``parts``: (name, counts)."""

    caption: str
    labels: tuple[str, ...]
    parts: tuple[tuple[str, str, tuple[int, ...]], ...]  # name, colour of a flag or "", counts

    @property
    def description(self) -> str:
        said = []
        for at, label in enumerate(self.labels):
            counts = ", ".join(f"{each[at]} {name.lower()}" for name, _, each in self.parts)
            said.append(f"{label}: {counts}")
        return f"{self.caption}. {'; '.join(said)}."


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.

    Its list (rows of the grid, else quotes, else points) may be shortened to ``least``; how many
    were left out is said. ``left_out`` counts also those that the list never held.
    """

    heading: str
    sentences: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    grid: Grid | None = None
    chart: Bars | Stack | None = None
    left_out: int = 0
    least: int = 1
    notes: tuple[str, ...] = ()  # for whoever presents it

    @property
    def listed(self) -> tuple[object, ...]:
        """The list that may be shortened."""
        if self.grid is not None:
            return self.grid.rows
        return self.quotes or self.points

    def shorter(self) -> Section:
        """Without the last of its list."""
        fewer = replace(self, left_out=self.left_out + 1)
        if self.grid is not None:
            return replace(fewer, grid=replace(self.grid, rows=self.grid.rows[:-1]))
        if self.quotes:
            return replace(fewer, quotes=self.quotes[:-1])
        return replace(fewer, points=self.points[:-1])

    def more(self, where: str) -> str:
        """What was left out, in a sentence; "" where nothing was."""
        return f"And {show.number(self.left_out)} more {where}." if self.left_out else ""

    def texts(self) -> Iterator[str]:
        yield from (self.heading, *self.sentences, *self.points, *self.quotes)
        if self.grid is not None:
            for row in self.grid.rows:
                yield from row


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page. ``title`` names it where pages have names: on slides."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """``is_fixed``: one sheet of A4 for each page, else as many as it takes.

    ``where`` completes "And 4 more …", such as "on the page of this provider".
    """

    title: str
    caption: str
    lead: tuple[str, ...]
    facts: tuple[Fact, ...]
    pages: tuple[Page, ...]
    foot: str
    author: str
    where: str = ""
    is_fixed: bool = False

    def texts(self) -> Iterator[str]:
        """Everything that is written in it, in the order of reading."""
        yield from (self.title, self.caption, *self.lead)
        for fact in self.facts:
            yield from (fact.value, fact.label)
        for page in self.pages:
            for section in page.sections:
                yield from section.texts()


def cut(text: str, most: int) -> str:
    """At most so many characters, cut at the end of a word; line breaks become spaces."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    kept = text[: most - 2]
    whole = kept.rsplit(" ", 1)[0] if " " in kept[most // 2 :] else kept
    return f"{whole.rstrip(',;:. ')} …"
