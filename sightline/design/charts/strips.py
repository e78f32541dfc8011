"""Where one place lies among others, one line for each measure: no league table, no names."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sightline.design import show
from sightline.design.charts.canvas import (
    NARROW,
    SMALL,
    TEXT,
    WIDE,
    Canvas,
    Scale,
    nice_scale,
    text_width,
    wrap,
)
from sightline.design.charts.caterpillar import mark
from sightline.design.charts.chart import Chart
from sightline.design.tables import Table


@dataclass(frozen=True)
class Strip:
    """The others' tails (10% and 90%), quartiles and median; this one's value and interval."""

    label: str
    tails: tuple[float, float]
    quartiles: tuple[float, float, float]
    value: float
    low: float | None = None
    high: float | None = None
    colour: str = ""
    said: str = ""  # in words, at the end of the line


def strips(table: Table, lines: Sequence[Strip], *, this: str, others: str) -> Chart:
    """Boxes of the others with this place's mark over them; ``table`` has the same numbers."""
    return Chart(
        table, _drawn(table, lines, this, others, WIDE), _drawn(table, lines, this, others, NARROW)
    )


def _drawn(table: Table, lines: Sequence[Strip], this: str, others: str, width: float) -> Markup:
    canvas = Canvas(width)
    wide = width > 400
    said = (
        f"Box: the middle half of {others}, with their median. Thin line: eight in ten of them. "
        f"Mark: {this}, with its 95% interval."
    )
    y = canvas.lines(0, SMALL, wrap(said, width, SMALL), "chart-small", leading=SMALL + 3)
    longest = max((text_width(line.label) for line in lines), default=60.0)
    left = min(longest, 220.0) + 20 if wide else 8.0
    right = max([text_width(line.said) for line in lines] + [40.0]) + 16 if wide else 8.0
    values: list[float | None] = []
    for line in lines:
        values += [*line.tails, line.value, line.low, line.high]
    scale = nice_scale(values, left, width - right, wanted=6 if wide else 4)
    top = y
    for line in lines:
        y = _strip(canvas, scale, line, y, left, wide=wide)
    # Behind everything: the grid is drawn first in the list.
    grid = Canvas(width)
    for tick in scale.ticks:
        grid.line(scale.at(tick), top, scale.at(tick), y, "chart-grid")
    canvas.parts[:0] = grid.parts
    canvas.line(scale.start, y, scale.end, y, "chart-axis")
    for tick in scale.ticks:
        text = show.number(tick, scale.decimals)
        half = text_width(text, SMALL) / 2
        x = min(max(scale.at(tick), half), width - half)
        canvas.text(x, y + SMALL + 5, text, "chart-small", "middle")
    words = "; ".join(f"{line.label}: {show.number(line.value, 1)}, {line.said}" for line in lines)
    return canvas.picture(
        y + SMALL + 10,
        table.caption,
        f"{words}. The table has every number.",
        made_up=table.made_up,
    )


def _strip(
    canvas: Canvas, scale: Scale, line: Strip, y: float, left: float, *, wide: bool
) -> float:
    """One line of the picture; gives where the next begins."""
    if wide:
        lines = wrap(line.label, left - 20)
        height = max(36.0, len(lines) * (TEXT + 3) + 12)
        middle = y + height / 2
        canvas.lines(0, middle + 4.5 - (len(lines) - 1) * (TEXT + 3) / 2, lines)
        canvas.text(canvas.width, middle + 4.5, line.said, "chart-text", "end")
        end = y + height
    else:
        lines = [*wrap(line.label, canvas.width), *wrap(line.said, canvas.width)]
        base = canvas.lines(0, y + TEXT + 4, lines)
        middle = base + 4
        end = middle + 20
    canvas.line(scale.at(line.tails[0]), middle, scale.at(line.tails[1]), middle, "chart-axis")
    q1, median, q3 = (scale.at(one) for one in line.quartiles)
    canvas.rect(q1, middle - 9, max(q3 - q1, 1.5), 18, "chart-box")
    canvas.line(median, middle - 9, median, middle + 9, "chart-axis")
    if line.low is not None and line.high is not None:
        low, high = scale.at(line.low), scale.at(line.high)
        canvas.line(low, middle, high, middle, "chart-interval")
        canvas.line(low, middle - 4, low, middle + 4, "chart-interval")
        canvas.line(high, middle - 4, high, middle + 4, "chart-interval")
    mark(canvas, scale.at(line.value), middle, line.colour)
    return end
