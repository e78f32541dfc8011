"""Bars of one colour, one line for each thing, longest first or in the order given."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sightline.design import show
from sightline.design.charts.canvas import NARROW, TEXT, WIDE, Canvas, text_width, wrap
from sightline.design.charts.chart import Chart
from sightline.design.tables import Table


@dataclass(frozen=True)
class Bar:
    """``said`` stands after the bar; without it the value does."""

    label: str
    value: float
    said: str = ""


def bars(table: Table, lines: Sequence[Bar], *, unit: str = "", decimals: int = 0) -> Chart:
    """Values from nought up; one below nought has no bar. ``table`` has the same numbers."""
    return Chart(
        table,
        _drawn(table, lines, unit, decimals, WIDE),
        _drawn(table, lines, unit, decimals, NARROW),
    )


def _drawn(table: Table, lines: Sequence[Bar], unit: str, decimals: int, width: float) -> Markup:
    canvas = Canvas(width)
    wide = width > 400
    said = [line.said or f"{show.number(line.value, decimals)}{unit}" for line in lines]
    longest = max((text_width(line.label) for line in lines), default=60.0)
    left = min(longest, 260.0) + 12 if wide else 0.0
    right = max((text_width(text) for text in said), default=30.0) + 12
    most = max([line.value for line in lines] + [1e-9])
    y = 4.0
    for line, text in zip(lines, said, strict=True):
        words = wrap(line.label, left - 12 if wide else width)
        if wide:
            height = max(26.0, len(words) * (TEXT + 3) + 8)
            middle = y + height / 2
            canvas.lines(0, middle + 4.5 - (len(words) - 1) * (TEXT + 3) / 2, words)
        else:
            base = canvas.lines(0, y + TEXT + 2, words)
            middle = base
            height = middle + 14 - y
        long = (width - left - right) * max(line.value, 0) / most
        canvas.rect(left, middle - 7, long, 14, "chart-box")
        canvas.text(left + long + 8, middle + 4.5, text)
        y += height
    words_ = "; ".join(f"{line.label}: {text}" for line, text in zip(lines, said, strict=True))
    return canvas.picture(
        y + 6, table.caption, f"{words_}. The table has every number.", made_up=table.made_up
    )
