"""How many places have which score, and where one of them lies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from markupsafe import Markup

from sightline.design import show
from sightline.design.charts.canvas import NARROW, SMALL, WIDE, Canvas, nice_scale, text_width, wrap
from sightline.design.charts.caterpillar import mark
from sightline.design.charts.chart import Chart
from sightline.design.tables import Column, Kind, Table, Value

_HEIGHT = 180.0


@dataclass(frozen=True)
class This:
    """The place that the picture is about."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    colour: str = ""


def histogram(
    caption: str,
    values: Sequence[float],
    this: This,
    *,
    average: float,
    average_label: str,
    places: str = "Places",
    notes: Sequence[str] = (),
    made_up: bool = False,
) -> Chart:
    """Places counted in steps of equal width, with this one's mark and interval below.

    Raises ValueError where there are no values.
    """
    if not values:
        raise ValueError("A histogram needs at least one value.")
    # The interval and the average too: nothing is drawn beyond the edges.
    held: list[float | None] = [*values, this.value, this.low, this.high, average]
    scale = nice_scale(held, 0, 1, wanted=9)
    edges = list(scale.ticks)
    counts, _ = np.histogram(values, edges)
    rows: list[list[Value]] = []
    for (low, high), count in zip(pairwise(edges), counts, strict=True):
        last = high == edges[-1]
        inside = low <= this.value < high or (last and this.value == high)
        to = "to" if last else "to under"
        rows.append(
            [
                f"{show.number(low, scale.decimals)} {to} {show.number(high, scale.decimals)}",
                int(count),
                this.name if inside else "",
            ]
        )
    columns = [Column("Score"), Column(places, Kind.NUMBER), Column("Here")]
    table = Table(caption, columns, rows, notes, made_up)
    counted = [int(count) for count in counts]
    drawing = _Drawing(table, edges, counted, this, average, average_label)
    return Chart(table, drawing.at(WIDE), drawing.at(NARROW))


@dataclass(frozen=True)
class _Drawing:
    table: Table
    edges: Sequence[float]
    counts: Sequence[int]
    this: This
    average: float
    average_label: str

    def at(self, width: float) -> Markup:
        canvas = Canvas(width)
        first, last = self.edges[0], self.edges[-1]
        across = nice_scale([first, last], 30, width - 12, low=first, high=last)
        across = replace(across, ticks=tuple(self.edges))
        words = f"Dashed: {self.average_label}. Mark: {self.this.name}"
        words += ", with its 95% interval." if self.this.low is not None else "."
        y = canvas.lines(0, SMALL, wrap(words, width, SMALL), "chart-small", leading=SMALL + 3)
        top, bottom = y + 6, y + 6 + _HEIGHT
        up = nice_scale([0, max(self.counts)], bottom, top, low=0, wanted=4)
        for tick in up.ticks:
            if tick == int(tick):
                canvas.line(30, up.at(tick), width - 12, up.at(tick), "chart-grid")
                canvas.text(24, up.at(tick) + 4, show.number(tick, 0), "chart-small", "end")
        for (low, high), count in zip(pairwise(self.edges), self.counts, strict=True):
            x, y = across.at(low), up.at(count)
            canvas.rect(x + 1, y, across.at(high) - x - 2, bottom - y, "chart-box")
        canvas.line(30, bottom, width - 12, bottom, "chart-axis")
        x = across.at(self.average)
        canvas.line(x, top, x, bottom, "chart-benchmark")
        self._this(canvas, across.at, bottom + 14)
        self._labels(canvas, width, across.at, bottom + 28)
        return canvas.picture(
            bottom + 28 + SMALL + 6, self.table.caption, self._said(), made_up=self.table.made_up
        )

    def _this(self, canvas: Canvas, at: Callable[[float], float], y: float) -> None:
        if self.this.low is not None and self.this.high is not None:
            low, high = at(self.this.low), at(self.this.high)
            canvas.line(low, y, high, y, "chart-interval")
            canvas.line(low, y - 4, low, y + 4, "chart-interval")
            canvas.line(high, y - 4, high, y + 4, "chart-interval")
        mark(canvas, at(self.this.value), y, self.this.colour)

    def _labels(self, canvas: Canvas, width: float, at: Callable[[float], float], y: float) -> None:
        """The edges, as many as there is room for."""
        texts = [show.number(edge, 0 if edge == int(edge) else 1) for edge in self.edges]
        widest = max(text_width(text, SMALL) for text in texts) + 8
        step = at(self.edges[1]) - at(self.edges[0])
        every = max(1, int(-(-widest // max(step, 1))))
        for place, (edge, text) in enumerate(zip(self.edges, texts, strict=True)):
            if place % every:
                continue
            half = text_width(text, SMALL) / 2
            canvas.text(
                min(max(at(edge), half), width - half), y + SMALL, text, "chart-small", "middle"
            )

    def _said(self) -> str:
        return (
            f"{show.pluralise(sum(self.counts), 'place')} by score. {self.average_label}: "
            f"{show.number(self.average, 1)}. {self.this.name}: {show.number(self.this.value, 1)}. "
            "The table has every number."
        )
