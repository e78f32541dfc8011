"""A few points over time with their intervals; gaps and breaks stay visible."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sightline.design import flags, show
from sightline.design.charts.canvas import (
    NARROW,
    SMALL,
    WIDE,
    Canvas,
    Scale,
    nice_scale,
    text_width,
    wrap,
)
from sightline.design.charts.caterpillar import mark
from sightline.design.charts.chart import Chart
from sightline.design.tables import Column, Kind, Table, Value, Withheld

PLOT = 190.0


@dataclass(frozen=True)
class Point:
    """One moment: `value` None is withheld and leaves a gap in the line.

    `break_before` says why this point cannot be compared with the one before ("Question
    changed"): the line stops there. `said` is what is said of the colour if not its word.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    count: int | None = None
    benchmark: float | None = None
    colour: str = ""
    break_before: str = ""
    said: str = ""


def trend(
    caption: str,
    points: Sequence[Point],
    *,
    label_heading: str = "Round",
    value_heading: str = "Score",
    count_heading: str = "Learners",
    benchmark_heading: str = "",
    decimals: int = 1,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    notes: Sequence[str] = (),
    made_up: bool = False,
) -> Chart:
    """A line over points in the order given, evenly spaced.

    With `benchmark_heading`, the points' `benchmark` values are a second, dashed line.
    """
    drawing = _Drawing(caption, list(points), benchmark_heading, decimals, unit, low, high, made_up)
    kind = Kind.PERCENT if unit == "%" else Kind.NUMBER
    columns = [
        Column(label_heading),
        Column(value_heading, kind, decimals),
        Column("95% interval, low", kind, decimals),
        Column("95% interval, high", kind, decimals),
        Column(count_heading, Kind.NUMBER),
    ]
    if benchmark_heading:
        columns.append(Column(benchmark_heading, kind, decimals))
    has_flags = any(point.colour for point in points)
    if has_flags:
        columns.append(Column("Compared", Kind.FLAG))
    has_breaks = any(point.break_before for point in points)
    if has_breaks:
        columns.append(Column("Note"))
    rows: list[list[Value]] = []
    for point in points:
        row: list[Value] = [point.label]
        if point.value is None:
            row += [Withheld()] * 4
        else:
            row += [point.value, point.low, point.high, point.count]
        if benchmark_heading:
            row.append(point.benchmark)
        if has_flags:
            row.append(point.said or flags.named(point.colour or "grey").word)
        if has_breaks:
            row.append(
                f"Not comparable with before: {point.break_before}" if point.break_before else ""
            )
        rows.append(row)
    return Chart(
        table=Table(caption, columns, rows, notes, made_up),
        svg=drawing.draw(WIDE),
        narrow_svg=drawing.draw(NARROW),
    )


@dataclass(frozen=True)
class _Drawing:
    caption: str
    points: list[Point]
    benchmark_heading: str
    decimals: int
    unit: str
    low: float | None
    high: float | None
    made_up: bool

    def draw(self, width: float) -> Markup:
        canvas = Canvas(width)
        top = self._names(canvas)
        values: list[float | None] = []
        for point in self.points:
            values += [point.value, point.low, point.high]
            if self.benchmark_heading:
                values.append(point.benchmark)
        scale = nice_scale(values, top + PLOT, top, low=self.low, high=self.high, wanted=5)
        ticks = [f"{show.number(tick, scale.decimals)}{self.unit}" for tick in scale.ticks]
        left = max(text_width(tick, SMALL) for tick in ticks) + 8
        for tick, text in zip(scale.ticks, ticks, strict=True):
            canvas.line(left, scale.at(tick), width, scale.at(tick), "chart-grid")
            canvas.text(left - 6, scale.at(tick) + 4, text, "chart-small", "end")
        places = self._places(left, width)
        self._breaks(canvas, places, top)
        if self.benchmark_heading:
            self._line(canvas, places, scale, [point.benchmark for point in self.points], True)
        self._line(canvas, places, scale, [point.value for point in self.points], False)
        self._points(canvas, places, scale)
        bottom = self._labels(canvas, places, top + PLOT)
        return canvas.picture(bottom, self.caption, self._said(), made_up=self.made_up)

    def _places(self, left: float, width: float) -> list[float]:
        step = (width - left) / max(len(self.points), 1)
        return [left + step * (position + 0.5) for position in range(len(self.points))]

    def _names(self, canvas: Canvas) -> float:
        """What the two lines are, and why a line stops; gives the top of the plot."""
        y = 0.0
        if any(point.value is None for point in self.points):
            y = SMALL + 2
            canvas.path(f"M{7:.1f} {y - 8:.1f}l8 8m0-8l-8 8", "chart-gap")
            canvas.text(28, y, "Withheld", "chart-small")
        if self.benchmark_heading:
            y += SMALL + 4
            canvas.line(0, y - 4, 22, y - 4, "chart-benchmark-line")
            lines = wrap(self.benchmark_heading, canvas.width - 30, SMALL)
            y = canvas.lines(28, y, lines, "chart-small", leading=SMALL + 3) - SMALL + 2
        for position, point in enumerate(self._broken(), start=1):
            text = f"{_letter(position)} {point.label}: {point.break_before}"
            lines = wrap(text, canvas.width, SMALL)
            y = canvas.lines(0, y + SMALL + 3, lines, "chart-small", leading=SMALL + 3) - SMALL - 3
            y += 3
        return y + 24

    def _broken(self) -> list[Point]:
        return [point for point in self.points if point.break_before]

    def _breaks(self, canvas: Canvas, places: list[float], top: float) -> None:
        letters = 0
        for position, point in enumerate(self.points):
            if not point.break_before:
                continue
            letters += 1
            before = places[position - 1] if position else places[position] - 20
            x = (before + places[position]) / 2
            canvas.line(x, top - 6, x, top + PLOT, "chart-break")
            canvas.text(x, top - 9, _letter(letters), "chart-small chart-bold", "middle")

    def _line(
        self,
        canvas: Canvas,
        places: list[float],
        scale: Scale,
        values: list[float | None],
        is_benchmark: bool,
    ) -> None:
        cls = "chart-benchmark-line" if is_benchmark else "chart-line"
        for position in range(1, len(values)):
            before, value = values[position - 1], values[position]
            if before is None or value is None or self.points[position].break_before:
                continue
            canvas.line(
                places[position - 1], scale.at(before), places[position], scale.at(value), cls
            )

    def _points(self, canvas: Canvas, places: list[float], scale: Scale) -> None:
        for x, point in zip(places, self.points, strict=True):
            if point.value is None:
                # A cross on the axis: the round took place, its number may not be shown.
                y = scale.start - 9
                canvas.path(f"M{x - 4:.1f} {y - 4:.1f}l8 8m0-8l-8 8", "chart-gap")
                continue
            if point.low is not None and point.high is not None:
                low, high = scale.at(point.low), scale.at(point.high)
                canvas.line(x, low, x, high, "chart-interval")
                canvas.line(x - 4, low, x + 4, low, "chart-interval")
                canvas.line(x - 4, high, x + 4, high, "chart-interval")
            mark(canvas, x, scale.at(point.value), point.colour)

    def _labels(self, canvas: Canvas, places: list[float], y: float) -> float:
        """Each point's name with its value below, or as many as there is room for."""
        canvas.line(places[0] if places else 0, y, canvas.width, y, "chart-axis")
        step = places[1] - places[0] if len(places) > 1 else canvas.width
        texts = [
            (point.label, "×" if point.value is None else self._value(point))
            for point in self.points
        ]
        words = [word for pair in texts for text in pair for word in text.split()]
        widest = max((text_width(word, SMALL, bold=True) for word in words), default=0.0)
        every = 1
        room = step - 4
        while room < widest and every < len(texts):
            every += 1
            room += step
        # Counted from the end, so that the newest is always named.
        named = set(range(len(texts) - 1, -1, -every))
        deepest = y
        for position, (label, value) in enumerate(texts):
            if position not in named:
                continue
            lines = [*wrap(label, room, SMALL), *wrap(value, room, SMALL, bold=True)]
            half = max(text_width(line, SMALL, bold=True) for line in lines) / 2
            x = min(max(places[position], half), canvas.width - half)
            value_lines = len(wrap(value, room, SMALL, bold=True))
            base = canvas.lines(
                x, y + SMALL + 6, lines[:-value_lines], "chart-small", "middle", SMALL + 3
            )
            base = canvas.lines(
                x, base, lines[-value_lines:], "chart-small chart-bold", "middle", SMALL + 3
            )
            deepest = max(deepest, base - SMALL)
        return deepest + 4

    def _value(self, point: Point) -> str:
        if point.value is None:
            return "Withheld"
        return f"{show.number(point.value, self.decimals)}{self.unit}"

    def _said(self) -> str:
        said = [f"{point.label}: {self._value(point).lower()}" for point in self.points]
        text = "; ".join(said) + "." if said else "No points."
        for point in self._broken():
            text += f" The line stops before {point.label}: {point.break_before}."
        return text + " The table has every number."


def _letter(position: int) -> str:
    return chr(ord("A") + (position - 1) % 26)
