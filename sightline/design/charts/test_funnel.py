"""Lines that leave a frame, and the limits of a funnel, which are drawn where they are."""

import re
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sightline.design.charts import canvas
from sightline.design.charts.funnel import Curves, funnel
from sightline.design.charts.funnel import Dot as FunnelDot
from sightline.design.charts.test_charts import FEW, LABELS, SVG, check, every_picture
from sightline.design.tables import Column, Table
from sightline.stats import funnel as stats_funnel

PLACES = st.floats(-100, 100).map(lambda value: round(value, 1))


@given(st.lists(st.tuples(PLACES, PLACES), min_size=2, max_size=12))
def test_a_line_is_cut_at_the_frame_and_never_bent_along_it(points):
    parts = canvas.within(points, -20.0, 30.0)
    for part in parts:
        assert all(-20 <= y <= 30 for _, y in part)
        for start, end in pairwise(part):
            middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
            assert all(away(points, one) < 1e-6 for one in (start, middle, end))
    seen = {point for part in parts for point in part}
    for before, after in pairwise(points):
        if all(-20 <= y <= 30 for _, y in (before, after)):
            assert {before, after} <= seen


def away(line, point):
    """How far a point lies from a line of many points."""
    start, end = np.array(line[:-1], dtype=float), np.array(line[1:], dtype=float)
    along, here = end - start, np.array(point) - start
    long = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip((along * here).sum(axis=1) / long, 0, 1)
    return float(np.sqrt(((here - share[:, None] * along) ** 2).sum(axis=1)).min())


@FEW
@given(
    st.lists(
        st.builds(
            FunnelDot,
            LABELS,
            st.floats(1, 5000),
            st.floats(0, 100),
            st.sampled_from([-1, 0, 1]),
            st.booleans(),
        ),
        max_size=8,
    ),
    st.floats(0, 100),
)
def test_any_funnel_can_be_drawn(dots, target):
    curves = Curves([1, 100, 5000], [0, 50, 60], [100, 90, 80], [0, 40, 55], [100, 95, 85])
    table = Table("Providers", [Column("Provider")], [], made_up=True)
    for picture in every_picture(funnel(table, dots, curves, target, target_label="All")):
        root = check(picture)
        outside = sum(dot.outside != 0 for dot in dots)
        assert len(root.findall(f".//{SVG}path[@transform]")) == outside


@FEW
@given(
    st.lists(st.tuples(st.integers(3, 2000), st.floats(0, 1)), min_size=10, max_size=20),
    st.booleans(),
)
def test_limits_of_a_funnel_are_drawn_where_they_are(units, is_share):
    n = np.array([size for size, _ in units], dtype=float)
    share = np.array([value for _, value in units])
    found = (
        stats_funnel.proportions(np.round(share * n), n)
        if is_share
        else stats_funnel.means(100 * share, np.full(len(n), 25.0), n)
    )
    points = 100.0 if is_share else 1.0
    sizes = np.linspace(1, n.max() ** 0.5, 80) ** 2
    limits = found.limits_at(sizes)
    names = ("lower_warning", "upper_warning", "lower_action", "upper_action")
    lines = [points * getattr(limits, name) for name in names]
    dots = [
        FunnelDot("x", size, points * value) for size, value in zip(n, found.value, strict=True)
    ]
    table = Table("Providers", [Column("Provider")], [])
    chart = funnel(
        table,
        dots,
        Curves(sizes.tolist(), *(line.tolist() for line in lines)),
        points * found.target,
        target_label="All",
    )
    for picture in every_picture(chart):
        root = check(picture)
        across, down = _axes(root)
        truth = [
            list(zip(across[0] + across[1] * sizes, down[0] + down[1] * line, strict=True))
            for line in lines
        ]
        heights = [
            float(line.get("y1"))
            for line in root.iter(f"{SVG}line")
            if line.get("class") in ("chart-grid", "chart-axis")
        ]
        drawn = [
            [tuple(map(float, one.split())) for one in path.get("d")[1:].split("L")]
            for path in root.iter(f"{SVG}path")
            if "chart-limit" in path.get("class")
        ]
        for part in drawn:
            assert all(min(away(line, one) for line in truth) < 1 for one in part)
            assert all(min(heights) - 0.2 <= y <= max(heights) + 0.2 for _, y in part)
        # Each limit of each place, as far as values can be, lies in a line that is drawn.
        for name in names:
            for size, limit in zip(n, points * getattr(found.limits, name), strict=True):
                if 0 <= limit <= 100:
                    here = (across[0] + across[1] * size, down[0] + down[1] * limit)
                    assert min(away(part, here) for part in drawn) < 2, (name, size, limit)


def _axes(root):
    """Start and step of both axes of a funnel, from what is written at their ticks."""
    said = [
        (text.text, float(text.get("x")), float(text.get("y")), text.get("text-anchor"))
        for text in root.iter(f"{SVG}text")
        if re.fullmatch(r"-?[\d,.]+%?", text.text or "")
    ]
    found = []
    for anchor, place in (("middle", 1), ("end", 2)):
        ticks = [one for one in said if one[3] == anchor][: 2 if anchor == "middle" else None]
        values = [float(one[0].replace(",", "").rstrip("%")) for one in ticks]
        places = [one[place] - (4 if anchor == "end" else 0) for one in ticks]
        step = (places[-1] - places[0]) / (values[-1] - values[0])
        found.append((places[0] - step * values[0], step))
    return found
