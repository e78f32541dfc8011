"""How high things will stand, and what is left out so that they fit. Pure.

Heights are estimated from the widths of Arial's letters, on the safe side; what lays out a file
may have a little more room, never much less.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from sightline.design.charts.canvas import text_width, wrap
from sightline.design.documents.content import Bars, Document, Grid, Page, Section, Stack

#: A line of text is so much higher than its letters are tall.
LEADING = 1.25
#: A chart of bars: units of its picture, which is 760 wide (see charts.caterpillar).
_BAR, _AXIS, _WIDE = 29.0, 70.0, 760.0


@dataclass(frozen=True)
class Room:
    """A column of so many points by so many, and the size of its letters in points."""

    width: float
    height: float
    size: float
    small: float  # in tables
    heading: float
    chart_share: float = 1.0  # of the width that a chart takes


#: Of the usual size of letters, what is tried in turn.
_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
#: A sheet of A4 within its margins (178 by 266 mm).
SHEET = Room(width=504.0, height=754.0, size=9.5, small=8.6, heading=12.0, chart_share=0.62)


@lru_cache(maxsize=20_000)
def lines(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a column of that width."""
    if width < 260:
        return len(wrap(text, width, size))
    return max(1, ceil(text_width(text, size) / (width * 0.94)))


def text_height(text: str, width: float, size: float) -> float:
    return lines(text, width, size) * size * LEADING + 0.45 * size


def row_height(row: tuple[str, ...], grid: Grid, room: Room) -> float:
    whole = sum(column.share for column in grid.columns)
    most = max(
        lines(cell, room.width * column.share / whole - 7, room.small)
        for cell, column in zip(row, grid.columns, strict=True)
    )
    return most * room.small * LEADING + 5


def head_height(grid: Grid, room: Room) -> float:
    """Of the headings, which are bold: a tenth wider."""
    return row_height(
        tuple(column.text for column in grid.columns),
        grid,
        replace(room, small=room.small * 1.1),
    )


def chart_height(chart: Bars | Stack, room: Room) -> float:
    count = len(chart.bars) if isinstance(chart, Bars) else len(chart.labels)
    drawn = count * _BAR + _AXIS
    return drawn * room.width * room.chart_share / _WIDE + 4


def section_height(section: Section, room: Room, where: str = "") -> float:
    found = room.heading * LEADING + 1.1 * room.size
    for text in section.sentences:
        found += text_height(text, room.width, room.size)
    for text in section.points:
        found += text_height(text, room.width - 14, room.size)
    for text in section.quotes:
        found += text_height(text, room.width - 22, room.size) + 3
    if section.grid is not None:
        found += head_height(section.grid, room) + 0.5 * room.size
        found += sum(row_height(row, section.grid, room) for row in section.grid.rows)
    if section.chart is not None:
        found += chart_height(section.chart, room)
    if more := section.more(where):
        found += text_height(more, room.width, room.size)
    return found


def head_of(document: Document, room: Room) -> float:
    """Title, caption, lead and figures, on the first page."""
    found = text_height(document.title, room.width, 2 * room.size)
    found += text_height(document.caption, room.width, room.size)
    for text in document.lead:
        found += text_height(text, room.width, 1.1 * room.size)
    if document.facts:
        width = room.width / len(document.facts) - 10
        labels = [text_height(fact.label, width, room.small) for fact in document.facts]
        found += 1.9 * room.size * LEADING + max(labels) + 14
    return found


def shortened(page: Page, room: Room, where: str, used: float = 0.0) -> Page:
    """The page with its longest lists shortened, one by one, until it fits.

    Each list keeps its ``least``; beyond that nothing is left out, even where it does not fit.
    """
    sections = list(page.sections)
    heights = [section_height(one, room, where) for one in sections]
    while used + sum(heights) > room.height:
        can = [at for at, one in enumerate(sections) if len(one.listed) > one.least]
        if not can:
            break
        at = max(can, key=lambda one: heights[one])
        sections[at] = sections[at].shorter()
        heights[at] = section_height(sections[at], room, where)
    return replace(page, sections=tuple(sections))


def fit(document: Document, room: Room = SHEET) -> Document:
    """The document with every page shortened to its sheet."""
    pages = [
        shortened(page, room, document.where, head_of(document, room) if at == 0 else 0.0)
        for at, page in enumerate(document.pages)
    ]
    return replace(document, pages=tuple(pages))


def page_height(document: Document, at: int, room: Room) -> float:
    """How high everything on a page will stand."""
    used = head_of(document, room) if at == 0 else 0.0
    sections = document.pages[at].sections
    return used + sum(section_height(one, room, document.where) for one in sections)


def room_for(document: Document) -> Room:
    """The sheet with letters so small that the longest content fits, where the list of it cannot
    be shortened further. Almost always the sheet as it is.
    """
    found = SHEET
    for scale in _SCALES:
        found = replace(
            SHEET,
            size=SHEET.size * scale,
            small=SHEET.small * scale,
            heading=SHEET.heading * scale,
        )
        pages = range(len(document.pages))
        if all(page_height(document, at, found) <= SHEET.height for at in pages):
            break
    return found


def tighter(share: float) -> Room:
    """The sheet with that part of its height, for letters that are wider than Arial's."""
    return replace(SHEET, height=SHEET.height * share)
