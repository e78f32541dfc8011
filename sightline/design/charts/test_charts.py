import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.design import show
from sightline.design.charts import canvas
from sightline.design.charts.answers import Answers, stacked_answers
from sightline.design.charts.bars import Bar, bars
from sightline.design.charts.caterpillar import Benchmark, Dot, caterpillar
from sightline.design.charts.heatmap import MANY, HeatCell, HeatRow, heatmap
from sightline.design.charts.histogram import This, histogram
from sightline.design.charts.risk import Risk, band, risk_matrix
from sightline.design.charts.sparkline import sparkline
from sightline.design.charts.spc import SpcPoint, spc
from sightline.design.charts.strips import Strip, strips
from sightline.design.charts.tiles import Tile, tiles
from sightline.design.charts.trend import Point, trend
from sightline.design.flags import FLAGS
from sightline.design.pages import examples
from sightline.design.tables import Column, Table, Withheld

SVG = "{http://www.w3.org/2000/svg}"
LABELS = st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=60)
VALUES = st.one_of(st.none(), st.floats(0, 100).map(lambda value: round(value, 1)))
BOLD = {"chart-bold", "chart-benchmark-name", "chart-answer-text", "chart-count-text"}
# Drawing two pictures takes a few milliseconds; thirty tries find what a hundred would.
FEW = settings(max_examples=30, deadline=None)
COLOURS = st.sampled_from(["", *FLAGS])


def check(picture):
    """A picture that can be read, says what it is and cuts nothing off; gives its root."""
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own
    # An image hides what is in it from those who listen, links too.
    assert root.get("role") == ("group" if root.findall(f".//{SVG}a") else "img")
    title, description = root[0], root[1]
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.text or "").strip() or title.text == ""
    assert description.text
    assert " style=" not in picture
    width, height = (float(part) for part in root.get("viewBox", "").split()[2:])
    for element in root.iter(f"{SVG}text"):
        _check_text(element, width, height)
    for element in root.iter():
        for name in ("x1", "x2", "cx", "x"):
            assert -0.1 <= float(element.get(name, 0)) <= width + 0.1
    return root


def _check_text(element, width, height):
    cls = element.get("class").split()
    size = canvas.TEXT if "chart-text" in cls else canvas.SMALL
    bold = any(name in BOLD for name in cls)
    long = canvas.text_width(element.text or "", size, bold=bold) / canvas._SPARE
    x = float(element.get("x"))
    start = x - {"middle": long / 2, "end": long}.get(element.get("text-anchor"), 0)
    assert start >= -1, element.text
    assert start + long <= width + 1, element.text
    assert size * 0.7 - 1 <= float(element.get("y")) <= height


def every_picture(chart):
    yield chart.svg
    yield chart.narrow_svg


@pytest.mark.parametrize("chart", examples.charts(), ids=lambda chart: chart.table.caption)
def test_examples_are_readable_and_say_that_they_are_made_up(chart):
    for picture in every_picture(chart):
        root = check(picture)
        assert any(text.text == "Made-up data" for text in root.iter(f"{SVG}text"))
    assert chart.table.made_up


def test_real_data_carry_no_mark():
    chart = caterpillar("Scores", [Dot("Alder", 50.0)])
    assert "Made-up" not in chart.svg


@FEW
@given(
    st.lists(st.builds(Dot, LABELS, VALUES, colour=COLOURS, is_this=st.booleans()), max_size=6),
    st.one_of(st.none(), st.builds(Benchmark, LABELS, st.floats(0, 100))),
)
def test_any_dots_can_be_drawn(dots, benchmark):
    chart = caterpillar("Scores", dots, benchmark=benchmark)
    for picture in every_picture(chart):
        check(picture)
    assert len(chart.table.rows) == len(dots)


def test_no_line_is_called_the_highest_without_its_interval():
    sure = [Dot("Alder", 50.0, 45.0, 55.0), Dot("Birch", 60.0, 41.0, 79.0)]
    for picture in every_picture(caterpillar("Scores", sure)):
        assert "Highest: Birch, 60.0 (41.0 to 79.0). Lowest: Alder, 50.0 (45.0 to 55.0)." in picture
    for picture in every_picture(caterpillar("Scores", [*sure, Dot("Cedar", 70.0)])):
        assert "Highest" not in picture
        assert "Lowest" not in picture


@FEW
@given(
    st.lists(st.builds(Point, LABELS, VALUES, benchmark=VALUES, break_before=LABELS), max_size=13)
)
def test_any_points_can_be_drawn(points):
    for picture in every_picture(trend("Over time", points, benchmark_heading="All")):
        check(picture)


@FEW
@given(
    st.lists(
        st.builds(
            Answers,
            LABELS,
            st.one_of(st.none(), st.lists(st.integers(0, 1000), min_size=5, max_size=5)),
        ),
        max_size=5,
    )
)
def test_any_answers_can_be_drawn(bars):
    chart = stacked_answers("Answers", examples.ANSWERS, bars)
    for picture in every_picture(chart):
        check(picture)
    for row in chart.table.rows:
        if not isinstance(row[1], Withheld):
            assert sum(float(str(share)) for share in row[1:6]) == pytest.approx(100)


@FEW
@given(st.lists(st.builds(Risk, LABELS, st.integers(1, 5), st.integers(1, 5)), max_size=300))
def test_any_risks_can_be_drawn(risks):
    for picture in every_picture(risk_matrix("Risks", risks)):
        check(picture)


def test_nobody_can_tell_none_from_too_few():
    empty = stacked_answers("A", examples.ANSWERS, [Answers("x", [0, 0, 0, 0, 0])])
    hidden = stacked_answers("A", examples.ANSWERS, [Answers("x", None)])
    assert empty == hidden


def test_chart_and_table_have_the_same_numbers():
    dots = [Dot("Alder", 61.25, 58.0, 64.5, 120), Dot("Beech", None)]
    chart = caterpillar("Scores", dots)
    assert chart.table.rows[0] == ["Alder", 61.25, 58.0, 64.5, 120]
    assert chart.table.rows[1][1:] == [Withheld()] * 4
    assert "61.3 (58.0 to 64.5)" in chart.svg
    assert "61.3 (58.0 to 64.5)" in chart.narrow_svg


def test_a_line_stops_at_gaps_and_breaks():
    points = [Point("1", 50.0), Point("2", 51.0), Point("3", None), Point("4", 52.0),
              Point("5", 53.0, break_before="new wording")]  # fmt: skip
    root = check(trend("Over time", points).svg)
    lines = [line for line in root.iter(f"{SVG}line") if line.get("class") == "chart-line"]
    assert len(lines) == 1
    breaks = [line for line in root.iter(f"{SVG}line") if line.get("class") == "chart-break"]
    assert len(breaks) == 1
    assert "new wording" in root[1].text


def test_flags_are_told_by_shape_and_word_too():
    dots = [Dot(colour, 50.0, colour=colour) for colour in FLAGS]
    chart = caterpillar("Scores", dots)
    for flag in FLAGS.values():
        assert flag.word in chart.svg
    looks = {(flag.path, flag.is_outline) for flag in FLAGS.values()}
    assert len(looks) == len(FLAGS)


def test_text_in_a_chart_is_escaped():
    chart = caterpillar('<b> & "q"', [Dot("<script>alert(1)</script>", 1.0)])
    for picture in every_picture(chart):
        assert "<script" not in picture
        check(picture)


def test_two_charts_on_a_page_have_their_own_names():
    names = [
        name
        for chart in examples.charts()
        for picture in every_picture(chart)
        for name in re.findall(r' id="([^"]+)"', picture)
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("likelihood", "impact", "word"),
    [(1, 3, "Low"), (2, 2, "Moderate"), (2, 4, "High"), (3, 4, "High"), (3, 5, "Extreme")],
)
def test_bands_of_risk(likelihood, impact, word):
    assert band(likelihood, impact) == word


@pytest.mark.parametrize(("likelihood", "impact"), [(0, 1), (6, 1), (1, 0)])
def test_a_risk_outside_the_matrix_is_refused(likelihood, impact):
    with pytest.raises(ValueError, match="1 to 5"):
        risk_matrix("Risks", [Risk("x", likelihood, impact)])


def test_a_bar_has_as_many_counts_as_answers():
    with pytest.raises(ValueError, match="2 counts for 5 answers"):
        stacked_answers("A", examples.ANSWERS, [Answers("x", [1, 2])])
    with pytest.raises(ValueError, match="two to seven"):
        stacked_answers("A", ["only"], [])


def test_a_sparkline_says_every_number():
    picture = sparkline([("2024", 61.0), ("2025", None), ("2026", 52.55)])
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own
    assert root[0].text == "2024 61.0, 2025 withheld, 2026 52.6"
    ElementTree.fromstring(sparkline([]))  # noqa: S314 - our own


@given(LABELS, st.floats(1, 200))
def test_wrapping_loses_no_letter_and_fits(text, width):
    lines = canvas.wrap(text, width)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    for line in lines:
        assert canvas.text_width(line) <= width or len(line) == 1


@given(st.lists(st.floats(-1e6, 1e6), max_size=5))
def test_a_scale_holds_its_values_and_has_round_ticks(values):
    scale = canvas.nice_scale(values, 0, 100)
    assert len(scale.ticks) >= 2
    slack = (scale.high - scale.low) * 1e-6
    for value in values:
        assert scale.low - slack <= value <= scale.high + slack
        assert 0 <= scale.at(value) <= 100


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3), st.lists(st.floats(-1e3, 1e3), max_size=4))
def test_a_fixed_end_gives_way_to_a_value_beyond_it(low, high, values):
    scale = canvas.nice_scale(values, 0, 100, low=low, high=high)
    assert scale.low <= min([low, *values])
    assert scale.high >= max([high, *values])


def test_what_lies_outside_a_scale_is_not_drawn_on_its_edge():
    scale = canvas.nice_scale([0, 10], 0, 100)
    assert scale.at(12) == 120
    assert scale.at(-2) == -20


def test_a_scale_refuses_what_is_not_a_number():
    with pytest.raises(ValueError, match="finite"):
        canvas.nice_scale([float("nan")], 0, 1)


@FEW
@given(
    st.lists(
        st.builds(
            Tile,
            st.text("ABCM", min_size=1, max_size=4),
            LABELS,
            st.integers(0, 6),
            st.integers(0, 8),
            VALUES,
            VALUES,
            VALUES,
            COLOURS,
            st.booleans(),
            st.sampled_from(["", "/there/?a=1&b=2"]),
        ),
        max_size=8,
    )
)
def test_any_map_of_tiles_can_be_drawn(places):
    chart = tiles(Table("Boards", [Column("Board")], [], made_up=True), places, measure="Induction")
    for picture in every_picture(chart):
        root = check(picture)
        shown = [one for one in places if one.is_known and one.value is not None]
        assert len(root.findall(f".//{SVG}path[@class]")) >= len(places)
        links = root.findall(f".//{SVG}a")
        for link, place in zip(links, [one for one in places if one.href], strict=True):
            assert link.get("href") == place.href
            name = link.get("aria-label")
            written = " ".join(text.text for text in link.iter(f"{SVG}text"))
            # What is written in it comes first, word for word.
            assert name.lower().startswith(written.lower())
            assert place.name in name
            if place.value is not None and place.colour:
                assert name.endswith(f"Induction, {FLAGS[place.colour].word.lower()}")
        sure = shown and all(one.low is not None and one.high is not None for one in shown)
        assert ("Highest: " in root[1].text) == bool(sure)
        if sure:
            most = max(shown, key=lambda one: one.value)
            limits = f"({show.number(most.low, 1)} to {show.number(most.high, 1)})"
            said = f"Highest: {most.name}, {show.number(most.value, 1)} {limits}."
            assert said in root[1].text


def test_a_small_line_stops_where_rounds_cannot_be_compared():
    whole = sparkline([("A", 50), ("B", 60), ("C", 70)])
    cut = sparkline([("A", 50), ("B", 60), ("C", 70)], breaks=[1])
    assert whole.count('class="spark"') == 2
    assert cut.count('class="spark"') == 1
    assert "B 60.0 (not comparable with before)" in cut


@FEW
@given(
    st.lists(st.floats(0, 100).map(lambda value: round(value, 1)), min_size=1, max_size=60),
    st.floats(0, 100).map(lambda value: round(value, 1)),
    LABELS,
)
def test_a_histogram_counts_every_place_once(values, own, name):
    chart = histogram(
        "Scores", values, This(name, own, own - 1, own + 1), average=50.0, average_label="average"
    )
    assert sum(int(str(row[1])) for row in chart.table.rows) == len(values)
    assert sum(row[2] == name for row in chart.table.rows if name) in (0, 1)
    check(chart.svg)
    check(chart.narrow_svg)


@FEW
@given(st.lists(st.tuples(LABELS, st.lists(st.floats(0, 100), min_size=6, max_size=6)), max_size=5))
def test_strips_can_be_read(lines):
    drawn = []
    for label, values in lines:
        low, q1, median, q3, high, own = (*sorted(values[:5]), values[5])
        drawn.append(Strip(label, (low, high), (q1, median, q3), own, own, own, said="1st of 9"))
    chart = strips(Table("Here", [Column("x")], []), drawn, this="Here", others="9 others")
    check(chart.svg)
    check(chart.narrow_svg)


@FEW
@given(
    st.lists(
        st.tuples(LABELS, st.floats(0, 500), st.sampled_from(["usual", "better", "worse"])),
        min_size=1,
        max_size=36,
    ),
    st.booleans(),
)
def test_a_process_can_be_read(points, has_limits):
    limits = (50.0, -10.0, 110.0) if has_limits else (None, None, None)
    drawn = [
        SpcPoint(label, value, limits[0], limits[1], limits[2], look)
        for label, value, look in points
    ]
    chart = spc("Concerns raised", drawn, target=20.0 if has_limits else None)
    assert len(chart.table.rows) == len(points)
    assert len(chart.table.columns) == (6 if has_limits else 2)
    check(chart.svg)
    check(chart.narrow_svg)


@FEW
@given(st.lists(st.tuples(LABELS, st.floats(-10, 100)), max_size=8))
def test_bars_can_be_read(lines):
    chart = bars(Table("Here", [Column("x")], []), [Bar(*line) for line in lines], unit="%")
    check(chart.svg)
    check(chart.narrow_svg)


@FEW
@given(
    st.integers(1, MANY + 3).flatmap(
        lambda many: st.tuples(
            st.lists(LABELS, min_size=many, max_size=many),
            st.lists(
                st.builds(
                    HeatRow,
                    LABELS,
                    st.just(""),
                    st.tuples(LABELS, LABELS),
                    st.lists(st.builds(HeatCell, VALUES, COLOURS), min_size=many, max_size=many),
                ),
                max_size=6,
            ),
        )
    )
)
def test_any_heatmap_can_be_drawn_with_a_score_in_every_cell_that_is_shown(drawn):
    columns, rows = drawn
    chart = heatmap("Trusts", columns, rows, within_headings=["Region", "Board"], made_up=True)
    assert chart.has_picture == bool(rows)
    root = check(chart.picture.svg)
    texts = [one.text for one in root.iter(f"{SVG}text")]
    cells = [cell for row in rows for cell in row.cells]
    withheld = [cell for cell in cells if cell.value is None]
    assert texts.count("–") >= len(withheld)
    assert len(list(root.iter(f"{SVG}rect"))) == len(cells)
    dashed = [one for one in root.iter(f"{SVG}rect") if "withheld" in one.get("class", "")]
    assert len(dashed) == len(withheld)
    for cell in cells:
        assert cell.value is None or show.number(cell.value, 0) in texts
