"""Tables and charts of PowerPoint's own: numbers that can be edited, words for who cannot see."""

from __future__ import annotations

from typing import Any

from sightline.design.documents import fitting
from sightline.design.documents.content import Bars, Grid, Stack
from sightline.design.documents.fitting import Room

BLUE, TEXT = "005EB8", "212B32"
_FLAGS = {
    "red": "B30F0F",
    "pink": "F2A3C5",
    "white": "AEB7BD",
    "light green": "9BD3AE",
    "green": "00663D",
}


def write(
    paragraph: Any, text: str, size: float, colour: str = TEXT, *, bold: bool = False,
    left: bool = False, after: float = 0.0,
) -> None:  # fmt: skip
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Arial"
    run.font.color.rgb = RGBColor.from_string(colour)
    paragraph.space_after = Pt(after)
    if left:
        paragraph.alignment = PP_ALIGN.LEFT


def table(slide: Any, grid: Grid, at: tuple[float, float], room: Room) -> float:
    """The table; where the next thing may begin."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    heights = [
        fitting.head_height(grid, room),
        *(fitting.row_height(row, grid, room) for row in grid.rows),
    ]
    frame = slide.shapes.add_table(
        len(grid.rows) + 1, len(grid.columns), Pt(at[0]), Pt(at[1]), Pt(room.width),
        Pt(sum(heights)),
    )  # fmt: skip
    frame.name = grid.caption[:60]
    frame._element.nvGraphicFramePr.cNvPr.set("descr", grid.caption)
    made = frame.table
    made.horz_banding, made.first_row = False, True
    _plain_style(made)
    whole = sum(column.share for column in grid.columns)
    for number, column in enumerate(grid.columns):
        made.columns[number].width = Pt(room.width * column.share / whole)
    heads = tuple(column.text for column in grid.columns)
    for number, texts in enumerate((heads, *grid.rows)):
        made.rows[number].height = Pt(heights[number])
        for place, cell in enumerate(made.rows[number].cells):
            cell.margin_left = cell.margin_right = Pt(3)
            cell.margin_top = cell.margin_bottom = Pt(1.5)
            paragraph = cell.text_frame.paragraphs[0]
            write(paragraph, texts[place], room.small, bold=number == 0)
            if grid.columns[place].is_numeric:
                paragraph.alignment = PP_ALIGN.RIGHT
    return at[1] + sum(heights) + 3


def _plain_style(table: Any) -> None:
    """PowerPoint's style of thin lines without colour, "No Style, Table Grid"."""
    from pptx.oxml.ns import qn

    style = table._tbl.tblPr.find(qn("a:tableStyleId"))
    style.text = "{5940675A-B579-460E-94D1-54222C63F5DA}"


def chart(
    slide: Any, given: Bars | Stack, box: tuple[float, float, float, float], size: float
) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Pt

    data = CategoryChartData(number_format="0.0" if isinstance(given, Bars) else "0")
    # PowerPoint draws the first from below: the axis is turned round.
    if isinstance(given, Bars):
        data.categories = [bar.label for bar in given.bars]
        data.add_series(given.value_name, [bar.value for bar in given.bars])
        marks = [bar.benchmark for bar in given.bars]
        if any(mark is not None for mark in marks):
            data.add_series(given.benchmark_name, marks)
        kind = XL_CHART_TYPE.BAR_CLUSTERED
    else:
        data.categories = list(given.labels)
        for name, _, counts in given.parts:
            data.add_series(name, counts)
        kind = XL_CHART_TYPE.BAR_STACKED
    frame = slide.shapes.add_chart(kind, *(Pt(value) for value in box), data)
    frame.name = given.caption[:60]
    frame._element.nvGraphicFramePr.cNvPr.set("descr", given.description)
    drawn = frame.chart
    drawn.font.size, drawn.font.name = Pt(size), "Arial"
    drawn.has_title = False
    drawn.has_legend = len(drawn.plots[0].series) > 1
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
    drawn.category_axis.reverse_order = True
    _every_label(drawn.category_axis)
    drawn.value_axis.minimum_scale = 0
    drawn.value_axis.has_major_gridlines = False
    drawn.value_axis.visible = False
    if isinstance(given, Bars):
        drawn.value_axis.maximum_scale = 100
    _dress(drawn, given, size)


def _every_label(axis: Any) -> None:
    """PowerPoint leaves labels out where it thinks that they are too close."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _dress(drawn: Any, chart: Bars | Stack, size: float) -> None:
    """Colours and numbers of each bar."""
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    plot = drawn.plots[0]
    plot.gap_width = 45
    plot.has_data_labels = True
    plot.data_labels.font.size = Pt(size)
    plot.data_labels.number_format = "0.0" if isinstance(chart, Bars) else "0;;"
    plot.data_labels.number_format_is_linked = False
    colours = (
        [BLUE, "AEB7BD"]
        if isinstance(chart, Bars)
        else [_FLAGS.get(colour, BLUE) for _, colour, _ in chart.parts]
    )
    for series, colour in zip(plot.series, colours, strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour)
        if colour in ("B30F0F", "00663D") and isinstance(chart, Stack):
            series.data_labels.show_value = True
            series.data_labels.font.color.rgb = RGBColor(255, 255, 255)
            series.data_labels.number_format = "0;;"
            series.data_labels.number_format_is_linked = False
            series.data_labels.font.size = Pt(size)
