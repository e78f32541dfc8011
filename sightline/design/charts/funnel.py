"""A funnel plot: every place by its size, between limits that narrow as places grow."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sightline.design import show
from sightline.design.charts.canvas import (
    NARROW,
    SMALL,
    WIDE,
    Canvas,
    Scale,
    nice_scale,
    text_width,
    within,
    wrap,
)
from sightline.design.charts.chart import Chart
from sightline.design.tables import Table


@dataclass(frozen=True)
class Dot:
    """One place: its size, its value, whether it is outside the action limits (-1, 0, 1)."""

    name: str
    size: float
    value: float
    outside: int = 0
    is_this: bool = False


@dataclass(frozen=True)
class Curves:
    """Limits at growing sizes, each of one length: warning (95%) and action (99.8%).

    Between two sizes they are drawn straight, so these lie close where limits bend.
    """

    size: Sequence[float]
    lower_warning: Sequence[float]
    upper_warning: Sequence[float]
    lower_action: Sequence[float]
    upper_action: Sequence[float]


def funnel(
    table: Table,
    dots: Sequence[Dot],
    curves: Curves,
    target: float,
    *,
    target_label: str,
    size_label: str = "Learners who answered",
    unit: str = "%",
) -> Chart:
    """The picture of ``dots`` over ``curves``; ``table`` has the same numbers.

    ``unit`` is "%" or "", and values lie between 0 and 100. The axis holds the limits from the
    smallest dot on; where they are wider still, lines end at the frame.
    """
    drawing = _Drawing(table, dots, curves, target, target_label, size_label, unit)
    return Chart(table, drawing.at(WIDE, 380.0), drawing.at(NARROW, 300.0))


@dataclass(frozen=True)
class _Drawing:
    table: Table
    dots: Sequence[Dot]
    curves: Curves
    target: float
    target_label: str
    size_label: str
    unit: str

    def at(self, width: float, height: float) -> Markup:
        canvas = Canvas(width)
        wide = width > 400
        left = 44.0
        top = self._key(canvas, width)
        bottom = top + height
        down = nice_scale(self._heights(), bottom, top)
        most = max([dot.size for dot in self.dots] + [1.0])
        across = nice_scale([0.0, most], left, width - 10, low=0, wanted=6 if wide else 4)
        for tick in down.ticks:
            y = down.at(tick)
            canvas.line(left, y, width - 10, y, "chart-grid")
            said = f"{show.number(tick, down.decimals)}{self.unit}"
            canvas.text(left - 6, y + 4, said, "chart-small", "end")
        self._limits(canvas, across, down)
        y = down.at(self.target)
        canvas.line(left, y, width - 10, y, "chart-benchmark")
        self._dots(canvas, across, down, wide=wide)
        canvas.line(left, bottom, width - 10, bottom, "chart-axis")
        for tick in across.ticks:
            said = show.number(tick, across.decimals)
            x = min(across.at(tick), width - text_width(said, SMALL) / 2)
            canvas.text(x, bottom + SMALL + 5, said, "chart-small", "middle")
        canvas.text(
            (left + width) / 2, bottom + 2 * SMALL + 12, self.size_label, "chart-small", "middle"
        )
        return canvas.picture(
            bottom + 2 * SMALL + 18, self.table.caption, self._said(), made_up=self.table.made_up
        )

    def _heights(self) -> list[float]:
        """What the axis holds: dots, target, and limits of dots as far as values can be."""
        smallest = min((dot.size for dot in self.dots), default=0.0)
        values = [*(dot.value for dot in self.dots), self.target]
        for line in (self.curves.lower_action, self.curves.upper_action):
            # The limit at the smallest dot lies between these two.
            at = [place for place, size in enumerate(self.curves.size) if size <= smallest]
            values += [min(max(value, 0.0), 100.0) for value in line[at[-1] if at else 0 :]]
        return values

    def _key(self, canvas: Canvas, width: float) -> float:
        """What the lines are, in words above the picture."""
        words = (
            f"Dashed: {self.target_label}, {show.number(self.target, 1)}{self.unit}. "
            "Solid lines: 99.8% limits; dotted: 95%. "
            "Triangles are outside the 99.8% limits."
        )
        y = canvas.lines(0, SMALL, wrap(words, width, SMALL), "chart-small", "start", SMALL + 3)
        return y - SMALL + 8

    def _limits(self, canvas: Canvas, across: Scale, down: Scale) -> None:
        for line, cls in (
            (self.curves.lower_warning, "chart-limit chart-limit--warning"),
            (self.curves.upper_warning, "chart-limit chart-limit--warning"),
            (self.curves.lower_action, "chart-limit"),
            (self.curves.upper_action, "chart-limit"),
        ):
            drawn = [
                (across.at(size), down.at(value))
                for size, value in zip(self.curves.size, line, strict=True)
            ]
            for part in within(drawn, down.end, down.start):
                canvas.path("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in part), cls)

    def _dots(self, canvas: Canvas, across: Scale, down: Scale, *, wide: bool) -> None:
        for dot in sorted(self.dots, key=lambda one: (one.is_this, abs(one.outside))):
            x, y = across.at(dot.size), down.at(dot.value)
            if dot.outside:
                shape = "M-6 5h12L0 -7z" if dot.outside > 0 else "M-6 -5h12L0 7z"
                colour = "green" if dot.outside > 0 else "red"
                canvas.add(
                    "path",
                    d=shape,
                    cls=f"chart-mark chart-mark--{colour}",
                    transform=f"translate({x:.1f} {y:.1f})",
                )
            else:
                canvas.add("circle", cx=x, cy=y, r=6 if dot.is_this else 3.5, cls="chart-dot")
            if wide and dot.is_this:
                long = text_width(dot.name, SMALL, bold=True)
                end = x + 10 + long > canvas.width
                canvas.text(
                    x - 10 if end else x + 10,
                    max(y + 4, SMALL),
                    dot.name,
                    "chart-benchmark-name",
                    "end" if end else "start",
                )

    def _said(self) -> str:
        low = sum(dot.outside < 0 for dot in self.dots)
        high = sum(dot.outside > 0 for dot in self.dots)
        return (
            f"{show.pluralise(len(self.dots), 'place')} by size. {self.target_label}: "
            f"{show.number(self.target, 1)}{self.unit}. {low} below the 99.8% limits, "
            f"{high} above. The table has every number."
        )
