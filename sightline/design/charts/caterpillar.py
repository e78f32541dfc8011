"""Dots with intervals, one line for each place, against a benchmark line."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sightline.design import flags, show
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
from sightline.design.charts.chart import Chart
from sightline.design.tables import Column, Kind, Linked, Table, Value, Withheld


@dataclass(frozen=True)
class Dot:
    """One line: a value with its interval. `value` None means withheld, whatever the reason.

    `colour` is a flag (see flags.py) or "", and `said` what is said of it if not its word.
    `is_this` marks the place that the page is about.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    count: int | None = None
    colour: str = ""
    is_this: bool = False
    href: str = ""
    said: str = ""


@dataclass(frozen=True)
class Benchmark:
    label: str
    value: float


def caterpillar(
    caption: str,
    dots: Sequence[Dot],
    *,
    benchmark: Benchmark | None = None,
    label_heading: str = "Place",
    value_heading: str = "Score",
    count_heading: str = "Learners",
    decimals: int = 1,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    notes: Sequence[str] = (),
    made_up: bool = False,
) -> Chart:
    """A chart of values with intervals, in the order given; `unit` is "%" or "".

    `low` and `high` fix the ends of the axis; a value beyond is drawn at the edge.
    """
    drawing = _Drawing(caption, list(dots), benchmark, decimals, unit, low, high, made_up)
    return Chart(
        table=_table(
            caption,
            dots,
            label_heading,
            value_heading,
            count_heading,
            decimals,
            unit,
            notes,
            made_up,
        ),
        svg=drawing.wide(),
        narrow_svg=drawing.narrow(),
    )


def _table(
    caption: str,
    dots: Sequence[Dot],
    label_heading: str,
    value_heading: str,
    count_heading: str,
    decimals: int,
    unit: str,
    notes: Sequence[str],
    made_up: bool,
) -> Table:
    kind = Kind.PERCENT if unit == "%" else Kind.NUMBER
    has_flags = any(dot.colour for dot in dots)
    columns = [
        Column(label_heading),
        Column(value_heading, kind, decimals),
        Column("95% interval, low", kind, decimals),
        Column("95% interval, high", kind, decimals),
        Column(count_heading, Kind.NUMBER),
    ]
    rows: list[list[Value]] = []
    for dot in dots:
        label: Value = Linked(dot.label, dot.href) if dot.href else dot.label
        hidden = Withheld()
        numbers: list[Value] = (
            [hidden] * 4 if dot.value is None else [dot.value, dot.low, dot.high, dot.count]
        )
        rows.append([label, *numbers, *([_flag_word(dot)] if has_flags else [])])
    if has_flags:
        columns.append(Column("Compared", Kind.FLAG))
    return Table(caption, columns, rows, notes, made_up)


def _flag_word(dot: Dot) -> str:
    return dot.said or flags.named(dot.colour or "grey").word


@dataclass(frozen=True)
class _Drawing:
    caption: str
    dots: list[Dot]
    benchmark: Benchmark | None
    decimals: int
    unit: str
    low: float | None
    high: float | None
    made_up: bool

    def wide(self) -> Markup:
        canvas = Canvas(WIDE)
        numbers = [self._numbers(dot) for dot in self.dots]
        right = max([text_width(text, bold=True) for text in numbers] + [60.0])
        longest = max((text_width(dot.label, bold=dot.is_this) for dot in self.dots), default=60.0)
        left = min(longest, 240.0)
        scale = self._scale(left + 20, WIDE - right - 20)
        y = self._top(canvas, scale)
        top = y
        places = []
        for dot in self.dots:
            lines = wrap(dot.label, left, bold=dot.is_this)
            height = max(28.0, len(lines) * (TEXT + 3) + 12)
            places.append((dot, y, height, lines))
            y += height
        self._grid(canvas, scale, top, y)
        for (dot, start, height, lines), text in zip(places, numbers, strict=True):
            if dot.is_this:
                canvas.rect(0, start, WIDE, height, "chart-this")
            middle = start + height / 2
            bold = "chart-text chart-bold" if dot.is_this else "chart-text"
            canvas.lines(0, middle + 4.5 - (len(lines) - 1) * (TEXT + 3) / 2, lines, bold)
            self._dot(canvas, scale, dot, middle)
            canvas.text(WIDE, middle + 4.5, text, bold, "end")
        self._benchmark(canvas, scale, top, y)
        y = self._axis(canvas, scale, y)
        return canvas.picture(y, self.caption, self._said(), made_up=self.made_up)

    def narrow(self) -> Markup:
        canvas = Canvas(NARROW)
        scale = self._scale(8, NARROW - 8)
        y = self._top(canvas, scale)
        top = y
        places = []
        for dot in self.dots:
            lines = wrap(dot.label, NARROW, bold=dot.is_this)
            places.append((dot, y, lines))
            y += (len(lines) + 1) * (TEXT + 3) + 26
        self._grid(canvas, scale, top, y)
        self._benchmark(canvas, scale, top, y)
        for dot, start, lines in places:
            bold = "chart-text chart-bold" if dot.is_this else "chart-text"
            end = start + (len(lines) + 1) * (TEXT + 3) + 26
            canvas.rect(0, start + 2, NARROW, end - start - 24, "chart-paper")
            if dot.is_this:
                canvas.rect(0, start, NARROW, end - start, "chart-this")
            line = canvas.lines(0, start + TEXT + 3, lines, bold)
            canvas.text(0, line, self._numbers(dot), "chart-text chart-soft")
            self._dot(canvas, scale, dot, line + 14)
        y = self._axis(canvas, scale, y)
        return canvas.picture(y, self.caption, self._said(), made_up=self.made_up)

    def _scale(self, start: float, end: float) -> Scale:
        values: list[float | None] = [self.benchmark.value if self.benchmark else None]
        for dot in self.dots:
            values += [dot.value, dot.low, dot.high]
        wanted = 6 if end - start > 300 else 4
        return nice_scale(values, start, end, low=self.low, high=self.high, wanted=wanted)

    def _top(self, canvas: Canvas, scale: Scale) -> float:
        """The benchmark's name over its line, kept inside the picture."""
        if not self.benchmark:
            return 6
        said = f"{self.benchmark.label}: {self._value(self.benchmark.value)}"
        lines = wrap(said, canvas.width, SMALL, bold=True)
        half = max(text_width(line, SMALL, bold=True) for line in lines) / 2
        x = min(max(scale.at(self.benchmark.value), half), canvas.width - half)
        y = canvas.lines(x, SMALL, lines, "chart-benchmark-name", "middle", SMALL + 3)
        return y - SMALL + 4

    def _grid(self, canvas: Canvas, scale: Scale, top: float, bottom: float) -> None:
        for tick in scale.ticks:
            canvas.line(scale.at(tick), top, scale.at(tick), bottom, "chart-grid")

    def _benchmark(self, canvas: Canvas, scale: Scale, top: float, bottom: float) -> None:
        if self.benchmark:
            x = scale.at(self.benchmark.value)
            canvas.line(x, top, x, bottom, "chart-benchmark")

    def _axis(self, canvas: Canvas, scale: Scale, y: float) -> float:
        canvas.line(scale.start, y, scale.end, y, "chart-axis")
        for tick in scale.ticks:
            text = f"{show.number(tick, scale.decimals)}{self.unit}"
            half = text_width(text, SMALL) / 2
            x = min(max(scale.at(tick), half), canvas.width - half)
            canvas.text(x, y + SMALL + 5, text, "chart-small", "middle")
        return y + SMALL + 10

    def _dot(self, canvas: Canvas, scale: Scale, dot: Dot, y: float) -> None:
        if dot.value is None:
            return
        if dot.low is not None and dot.high is not None:
            start, end = scale.at(dot.low), scale.at(dot.high)
            canvas.line(start, y, end, y, "chart-interval")
            canvas.line(start, y - 4, start, y + 4, "chart-interval")
            canvas.line(end, y - 4, end, y + 4, "chart-interval")
        mark(canvas, scale.at(dot.value), y, dot.colour)

    def _value(self, value: float) -> str:
        return f"{show.number(value, self.decimals)}{self.unit}"

    def _numbers(self, dot: Dot) -> str:
        if dot.value is None:
            return "Withheld"
        text = self._with_interval(dot)
        return f"{text} {_flag_word(dot)}" if dot.colour else text

    def _with_interval(self, dot: Dot) -> str:
        text = self._value(dot.value or 0)
        if dot.low is None or dot.high is None:
            return text
        low, high = (show.number(end, self.decimals) for end in (dot.low, dot.high))
        return f"{text} ({low} to {high})"

    def _said(self) -> str:
        shown = [dot for dot in self.dots if dot.value is not None]
        said = [show.pluralise(len(self.dots), "line") + " with 95% intervals."]
        # No rank without its interval: where a line has none, nothing is called the highest.
        if shown and all(dot.low is not None and dot.high is not None for dot in shown):
            best = max(shown, key=lambda dot: dot.value or 0)
            worst = min(shown, key=lambda dot: dot.value or 0)
            said.append(f"Highest: {best.label}, {self._with_interval(best)}.")
            said.append(f"Lowest: {worst.label}, {self._with_interval(worst)}.")
        if self.benchmark:
            said.append(f"{self.benchmark.label}: {self._value(self.benchmark.value)}.")
        if len(shown) < len(self.dots):
            said.append(f"{len(self.dots) - len(shown)} withheld.")
        return " ".join([*said, "The table has every number."])


def mark(canvas: Canvas, x: float, y: float, colour: str) -> None:
    """The mark of a value: a round dot, or the shape of its flag."""
    if not colour:
        canvas.add("circle", cx=x, cy=y, r=5, cls="chart-dot")
        return
    flag = flags.named(colour)
    outline = " chart-mark--outline" if flag.is_outline else ""
    canvas.add(
        "path",
        d=flag.path,
        cls=f"chart-mark chart-mark--{flag.css}{outline}",
        transform=f"translate({x - 8:.1f} {y - 8:.1f})",
    )
