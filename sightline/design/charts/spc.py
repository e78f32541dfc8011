"""A process over time between its limits, with signs of our own for what it says.

Signs differ in shape as well as in colour: a ring with a level line (usual variation), a square on
its corner (a change for the worse), a disc (a change for the better), a square (a change that is
neither). Their arrows say which way it goes.
"""

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
    wrap,
)
from sightline.design.charts.chart import Chart
from sightline.design.tables import Column, Kind, Table, Value

_PLOT = 180.0
#: Shapes of points, in a square of 10 units around nought.
_SHAPES = {
    "usual": "",
    "better": "M-5 -5h10v10h-10z",
    "worse": "M0 -6.5L6.5 0L0 6.5L-6.5 0z",
    "neither": "M-5.5 5h11L0 -6z",
}


@dataclass(frozen=True)
class SpcPoint:
    """One period; ``look`` is usual, better, worse or neither, and ``said`` why, in words."""

    label: str
    value: float
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    look: str = "usual"
    said: str = ""


def spc(
    caption: str,
    points: Sequence[SpcPoint],
    *,
    period: str = "Month",
    value_heading: str = "Value",
    target: float | None = None,
    unit: str = "",
    decimals: int = 0,
    notes: Sequence[str] = (),
    made_up: bool = False,
) -> Chart:
    """The chart of a series with its mean and limits, where there are any.

    Raises ValueError for a series without a point.
    """
    if not points:
        raise ValueError("A chart of a process needs at least one point.")
    kind = Kind.PERCENT if unit == "%" else Kind.NUMBER
    has_limits = points[-1].mean is not None
    columns = [Column(period), Column(value_heading, kind, decimals)]
    if has_limits:
        columns += [Column(name, kind, 1) for name in ("Mean", "Lower limit", "Upper limit")]
        columns.append(Column("What it says"))
    rows: list[list[Value]] = []
    for point in points:
        row: list[Value] = [point.label, point.value]
        if has_limits:
            row += [point.mean, point.lower, point.upper, point.said or "Usual variation"]
        rows.append(row)
    table = Table(caption, columns, rows, notes, made_up)
    drawing = _Drawing(table, points, target, unit, decimals)
    return Chart(table, drawing.at(WIDE), drawing.at(NARROW))


@dataclass(frozen=True)
class _Drawing:
    table: Table
    points: Sequence[SpcPoint]
    target: float | None
    unit: str
    decimals: int

    def at(self, width: float) -> Markup:
        canvas = Canvas(width)
        top = self._key(canvas) + 8
        floor = 0.0 if self._from_nought() else None
        # A share ends at 100%, whatever its upper limit.
        high = 100.0 if self.unit == "%" else None
        values: list[float | None] = [self.target]
        for point in self.points:
            values += [point.value, point.mean]
            # A limit where no value can be is not drawn, and needs no room.
            values += [
                limit
                for limit in (point.lower, point.upper)
                if limit is not None
                and (floor is None or limit >= floor)
                and (high is None or limit <= high)
            ]
        scale = nice_scale(values, top + _PLOT, top, low=floor, high=high)
        ticks = [f"{show.number(tick, scale.decimals)}{self.unit}" for tick in scale.ticks]
        left = max(text_width(tick, SMALL) for tick in ticks) + 8
        for tick, text in zip(scale.ticks, ticks, strict=True):
            canvas.line(left, scale.at(tick), width, scale.at(tick), "chart-grid")
            canvas.text(left - 6, scale.at(tick) + 4, text, "chart-small", "end")
        step = (width - left - 8) / len(self.points)
        places = [left + step * (position + 0.5) for position in range(len(self.points))]
        self._limits(canvas, scale, places, step)
        steps = [
            f"{x:.1f} {scale.at(p.value):.1f}" for x, p in zip(places, self.points, strict=True)
        ]
        canvas.path("M" + "L".join(steps), "chart-process")
        for x, point in zip(places, self.points, strict=True):
            _mark(canvas, x, scale.at(point.value), point.look)
        self._labels(canvas, places, step, top + _PLOT)
        return canvas.picture(
            top + _PLOT + SMALL + 12, self.table.caption, self._said(), made_up=self.table.made_up
        )

    def _from_nought(self) -> bool:
        """Counts and days are never below nought, whatever the lower limit says."""
        return all(point.value >= 0 for point in self.points)

    def _key(self, canvas: Canvas) -> float:
        parts = []
        if self.points[-1].mean is not None:
            parts.append("Solid: mean. Dashed: limits of usual variation.")
            looks = {point.look for point in self.points}
            names = {
                "better": "Square: better than usual.",
                "worse": "Diamond: worse than usual.",
                "neither": "Triangle: unlike usual.",
            }
            parts += [name for look, name in names.items() if look in looks]
        if self.target is not None:
            parts.append(f"Dotted: target, {show.number(self.target, 0)}{self.unit}.")
        if not parts:
            return 4.0
        lines = wrap(" ".join(parts), canvas.width, SMALL)
        return canvas.lines(0, SMALL, lines, "chart-small", leading=SMALL + 3) - SMALL

    def _limits(self, canvas: Canvas, scale: Scale, places: Sequence[float], step: float) -> None:
        """Level lines under each point, so that limits that begin anew are seen to."""
        for x, point in zip(places, self.points, strict=True):
            for value, cls in (
                (point.mean, "chart-mean"),
                (point.lower, "chart-limit chart-limit--spc"),
                (point.upper, "chart-limit chart-limit--spc"),
            ):
                if value is not None and scale.low <= value <= scale.high:
                    y = scale.at(value)
                    canvas.line(x - step / 2, y, x + step / 2, y, cls)
        if self.target is not None:
            y = scale.at(self.target)
            canvas.line(places[0] - step / 2, y, places[-1] + step / 2, y, "chart-target")

    def _labels(self, canvas: Canvas, places: Sequence[float], step: float, y: float) -> None:
        """As many names as there is room for, counted from the newest."""
        canvas.line(places[0] - step / 2, y, canvas.width, y, "chart-axis")
        widest = max(text_width(point.label, SMALL) for point in self.points) + 6
        every = max(1, int(-(-widest // step)))
        for position in range(len(self.points) - 1, -1, -every):
            text = self.points[position].label
            half = text_width(text, SMALL) / 2
            x = min(max(places[position], half), canvas.width - half)
            canvas.text(x, y + SMALL + 5, text, "chart-small", "middle")

    def _said(self) -> str:
        last = self.points[-1]
        said = [
            f"{show.pluralise(len(self.points), 'point')}, the last {last.label}: "
            f"{show.number(last.value, self.decimals)}{self.unit}."
        ]
        if last.mean is not None:
            said.append(f"Mean {show.number(last.mean, 1)}{self.unit}.")
            unlike = sum(point.look != "usual" for point in self.points)
            said.append(f"{show.pluralise(unlike, 'point')} unlike usual variation.")
        return " ".join([*said, "The table has every number."])


def _mark(canvas: Canvas, x: float, y: float, look: str) -> None:
    path = _SHAPES[look]
    if not path:
        canvas.add("circle", cx=x, cy=y, r=3.5, cls="chart-usual")
        return
    canvas.add(
        "path", d=path, cls=f"chart-signal chart-signal--{look}", transform=f"translate({x} {y})"
    )


def variation_sign(look: str, *, is_up: bool | None = None) -> Markup:
    """The sign of a series' last point, beside words that say the same."""
    shape = {
        "usual": '<circle cx="16" cy="16" r="13"/><path d="M7 16l4-4l5 8l5-8l4 4"/>',
        "better": '<circle cx="16" cy="16" r="14"/>',
        "worse": '<path d="M16 1L31 16L16 31L1 16z"/>',
        "neither": '<path d="M3 3h26v26H3z"/>',
    }[look]
    arrow = ""
    if look != "usual" and is_up is not None:
        arrow = f'<path class="sign__arrow" d="{_UP if is_up else _DOWN}"/>'
    return _sign(f"sign--{look}", shape + arrow)


def assurance_sign(look: str) -> Markup:
    """The sign for a target: meets, fails or either."""
    shape = {
        "meets": '<circle cx="16" cy="16" r="13"/><path d="M9 16l5 6l9-12"/>',
        "fails": '<path d="M4 4h24v24H4z"/><path d="M10 10l12 12m0-12l-12 12"/>',
        "either": '<path d="M16 2L30 28H2z"/><path d="M9 24l4-5l4 4l5-6"/>',
    }[look]
    return _sign(f"sign--{look}", shape)


_UP = "M16 8v16m-6-10l6-6l6 6"
_DOWN = "M16 24V8m-6 10l6 6l6-6"


def _sign(cls: str, inside: str) -> Markup:
    return Markup(  # noqa: S704 - no value of anybody's in it
        f'<svg class="sign {cls}" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" '
        f'focusable="false">{inside}</svg>'
    )
