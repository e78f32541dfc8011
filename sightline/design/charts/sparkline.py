"""A line as small as a word, for a cell of a table."""

from collections.abc import Collection, Sequence

from markupsafe import Markup

from sightline.design import show
from sightline.design.charts.canvas import Canvas, nice_scale

WIDTH = 96.0
HEIGHT = 26.0


def sparkline(
    points: Sequence[tuple[str, float | None]],
    *,
    decimals: int = 1,
    low: float | None = None,
    high: float | None = None,
    breaks: Collection[int] = (),
) -> Markup:
    """An SVG of named values in order; None is withheld and leaves a gap.

    ``breaks`` are positions that cannot be compared with the one before: the line stops there.

    The last value shown has a dot. The title says every number, so it needs no table; whether the
    data are made up stands on the page and in the table around it. Give `low` and `high` so that
    the lines of a table can be compared.
    """
    canvas = Canvas(WIDTH)
    scale = nice_scale([value for _, value in points], HEIGHT - 4, 4, low=low, high=high)
    step = (WIDTH - 12) / max(len(points) - 1, 1)
    places = [6 + position * step for position in range(len(points))]
    last = None
    for position, (_, value) in enumerate(points):
        if value is None:
            canvas.line(
                places[position] - 2, HEIGHT - 3, places[position] + 2, HEIGHT - 3, "spark-gap"
            )
            continue
        before = points[position - 1][1] if position else None
        if before is not None and position not in breaks:
            canvas.line(
                places[position - 1], scale.at(before), places[position], scale.at(value), "spark"
            )
        else:
            canvas.add("circle", cx=places[position], cy=scale.at(value), r=1.5, cls="spark-dot")
        last = (places[position], scale.at(value))
    if last:
        canvas.add("circle", cx=last[0], cy=last[1], r=3.0, cls="spark-dot")
    said = ", ".join(
        f"{label} {'withheld' if value is None else show.number(value, decimals)}"
        f"{' (not comparable with before)' if position in breaks else ''}"
        for position, (label, value) in enumerate(points)
    )
    return Markup(
        '<svg class="sparkline" xmlns="http://www.w3.org/2000/svg" role="img" '
        'viewBox="0 0 96 26" width="96" height="26" aria-label="{}"><title>{}</title>{}</svg>'
    ).format(said, said, canvas.inside())
