"""Documents for PowerPoint: a report as sheets of A4, and slides to be shown.

Titles stand in title placeholders; shapes follow one another in the order in which they are read;
charts are PowerPoint's own, with their numbers to be edited and words for those who cannot see
them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from sightline.design.documents import fitting
from sightline.design.documents.content import (
    Bars,
    Document,
    Fact,
    Grid,
    Page,
    Section,
    Stack,
)
from sightline.design.documents.fitting import Room

KIND = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_LANGUAGE = "en-GB"
_BLUE, _DARK, _TEXT, _SOFT, _PALE = "005EB8", "003087", "212B32", "4C6272", "F0F4F5"
_FLAGS = {
    "red": "B30F0F",
    "pink": "F2A3C5",
    "white": "AEB7BD",
    "light green": "9BD3AE",
    "green": "00663D",
}
#: Margins of a sheet of A4, in points.
_LEFT, _TOP = 45.0, 34.0
#: Of a slide: what is below the title, and how large its letters are.
SLIDE = Room(width=880.0, height=382.0, size=17.0, small=12.0, heading=0.0, chart_share=1.0)
#: Beside a chart.
BESIDE = Room(width=300.0, height=382.0, size=16.0, small=12.0, heading=0.0)


def report_pptx(document: Document) -> bytes:
    """Each page as one upright sheet of A4."""
    show = _show(document, 595.3, 841.9)
    for number, page in enumerate(document.pages):
        _sheet(show, document, page, is_first=number == 0)
    return _saved(show)


def slides_pptx(document: Document) -> bytes:
    """A title slide, then one wide slide for each section."""
    show = _show(document, 960.0, 540.0)
    _title_slide(show, document)
    for page in document.pages:
        for section in page.sections:
            _slide(show, document, section)
    return _saved(show)


def _show(document: Document, width: float, height: float) -> Any:
    from pptx import Presentation  # slow to import, and only needed here
    from pptx.util import Pt

    show = Presentation()
    show.slide_width, show.slide_height = Pt(width), Pt(height)
    about = show.core_properties
    about.title, about.author, about.language = document.title, document.author, _LANGUAGE
    return show


def _saved(show: Any) -> bytes:
    from pptx.oxml.ns import qn

    for slide in show.slides:
        for run in slide._element.iter(qn("a:rPr"), qn("a:endParaRPr")):
            run.set("lang", _LANGUAGE)
    file = io.BytesIO()
    show.save(file)
    return file.getvalue()


def _titled(show: Any, title: str, box: tuple[float, float, float, float], size: float) -> Any:
    slide = show.slides.add_slide(show.slide_layouts[5])  # a title and nothing else
    shape = slide.shapes.title
    _place(shape, box)
    frame = shape.text_frame
    _no_margins(frame)
    _write(frame.paragraphs[0], title, size, _BLUE, bold=True, left=True)
    return slide


def _place(shape: Any, box: tuple[float, float, float, float]) -> None:
    from pptx.util import Pt

    shape.left, shape.top, shape.width, shape.height = (Pt(value) for value in box)


def _no_margins(frame: Any) -> None:
    from pptx.enum.text import MSO_ANCHOR

    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _write(
    paragraph: Any, text: str, size: float, colour: str = _TEXT, *, bold: bool = False,
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


def _box(slide: Any, box: tuple[float, float, float, float], name: str) -> Any:
    shape = slide.shapes.add_textbox(0, 0, 0, 0)
    _place(shape, box)
    shape.name = name[:60]
    _no_margins(shape.text_frame)
    return shape.text_frame


def _bullet(paragraph: Any, size: float) -> None:
    """A real list: the sign is the paragraph's, not a letter in its text."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    properties = paragraph._p.get_or_add_pPr()
    indent = round(size * 0.9 * 12700)
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    properties.append(parse_xml(f'<a:buChar {nsdecls("a")} char="•"/>'))


def _texts(frame: Any, section: Section, size: float, where: str) -> None:
    """Sentences, points, quotes and what was left out, in one box."""
    said = [
        *((text, False) for text in section.sentences),
        *((text, True) for text in section.points),
        *((f"“{text}”", False) for text in section.quotes),
    ]
    if section.grid is None and (more := section.more(where)):
        said.append((more, False))
    for number, (text, is_point) in enumerate(said):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _write(paragraph, text, size, after=0.35 * size)
        if is_point:
            _bullet(paragraph, size)


def _text_height(section: Section, room: Room, where: str) -> float:
    texts = [*section.sentences, *section.points, *(f"“{one}”" for one in section.quotes)]
    if section.grid is None:
        texts += [section.more(where)] if section.left_out else []
    return sum(fitting.text_height(text, room.width - 14, room.size) for text in texts)


def _notes(slide: Any, texts: Sequence[str]) -> None:
    if texts:
        slide.notes_slide.notes_text_frame.text = "\n".join(texts)


# Sheets of A4


def _sheet(show: Any, document: Document, page: Page, *, is_first: bool) -> None:
    room = fitting.SHEET
    size = 2 * room.size if is_first else 1.5 * room.size
    title = document.title if is_first else page.title
    height = fitting.text_height(title, room.width, size)
    slide = _titled(show, title, (_LEFT, _TOP, room.width, height), size)
    y = _TOP + height
    if is_first:
        y = _head(slide, document, y)
    for section in page.sections:
        y = _stacked(slide, section, y, document.where)
    foot = _box(slide, (_LEFT, 815, room.width, 20), "Foot")
    _write(foot.paragraphs[0], document.foot, 8, _SOFT)
    _notes(slide, [text for section in page.sections for text in section.notes])


def _head(slide: Any, document: Document, y: float) -> float:
    room = fitting.SHEET
    texts = [document.caption, *document.lead]
    height = sum(fitting.text_height(text, room.width, room.size) for text in texts)
    frame = _box(slide, (_LEFT, y, room.width, height), "Introduction")
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _write(paragraph, text, room.size, _TEXT if number else _SOFT, after=3)
    y += height + 4
    if document.facts:
        y = _facts(slide, document.facts, y, _LEFT, room.width, room.size) + 2
    return y


def _facts(
    slide: Any, facts: tuple[Fact, ...], y: float, left: float, width: float, size: float
) -> float:
    """Figures side by side; where the next thing may begin."""
    from pptx.dml.color import RGBColor

    gap = 0.8 * size
    each = (width - gap * (len(facts) - 1)) / len(facts)
    small = 0.9 * size
    labels = max(fitting.text_height(fact.label, each - 12, small) for fact in facts)
    height = 1.9 * size * fitting.LEADING + labels + 8
    for number, fact in enumerate(facts):
        box = (left + number * (each + gap), y, each, height)
        frame = _box(slide, box, f"Figure: {fact.label}")
        shape = slide.shapes[-1]
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(_PALE)
        frame.margin_left = frame.margin_right = 60_000
        frame.margin_top = frame.margin_bottom = 40_000
        _write(frame.paragraphs[0], fact.value, 1.8 * size, bold=True)
        _write(frame.add_paragraph(), fact.label, small)
    return y + height


def _stacked(slide: Any, section: Section, y: float, where: str) -> float:
    """One section under the last; where the next may begin."""
    room = fitting.SHEET
    heading = _box(slide, (_LEFT, y + 4, room.width, room.heading * 1.25), section.heading)
    _write(heading.paragraphs[0], section.heading, room.heading, _DARK, bold=True)
    y += room.heading * fitting.LEADING + 8
    if (height := _text_height(section, room, where)) > 0:
        frame = _box(slide, (_LEFT, y, room.width, height), f"{section.heading}: text")
        _texts(frame, section, room.size, where)
        y += height
    if section.chart is not None:
        height = fitting.chart_height(section.chart, room)
        _chart(slide, section.chart, (_LEFT, y, room.width, height), room.small)
        y += height
    if section.grid is not None and section.grid.rows:
        y = _table(slide, section.grid, (_LEFT, y), room)
        if more := section.more(where):
            height = fitting.text_height(more, room.width, room.size)
            frame = _box(slide, (_LEFT, y + 2, room.width, height), f"{section.heading}: more")
            _write(frame.paragraphs[0], more, room.size)
            y += height
    return y


# Slides


def _title_slide(show: Any, document: Document) -> None:
    slide = _titled(show, document.title, (40, 130, 880, 110), 40)
    frame = _box(slide, (40, 250, 880, 60), "About")
    _write(frame.paragraphs[0], document.caption, 20, _SOFT)
    for text in document.lead:
        _write(frame.add_paragraph(), text, 18)
    if document.facts:
        _facts(slide, document.facts, 350, 40, 880, 17)
    _foot(slide, document)
    _notes(slide, document.lead)


def _slide(show: Any, document: Document, section: Section) -> None:
    slide = _titled(show, section.heading, (40, 28, 880, 72), 28)
    if section.chart is not None and (section.sentences or section.points):
        frame = _box(slide, (40, 108, BESIDE.width, 382), "What it shows")
        _texts(frame, section, BESIDE.size, document.where)
        _chart(slide, section.chart, (360, 104, 560, 390), 12)
    elif section.chart is not None:
        _chart(slide, section.chart, (40, 104, 880, 390), 12)
    else:
        y = 106.0
        if (height := _text_height(section, SLIDE, document.where)) > 0:
            frame = _box(slide, (40, y, 880, height), "Text")
            _texts(frame, section, SLIDE.size, document.where)
            y += height + 8
        if section.grid is not None and section.grid.rows:
            y = _table(slide, section.grid, (40, y), SLIDE)
            if more := section.more(document.where):
                frame = _box(slide, (40, y + 4, 880, 20), "More")
                _write(frame.paragraphs[0], more, SLIDE.small)
    _foot(slide, document)
    _notes(slide, section.notes or section.sentences)


def _foot(slide: Any, document: Document) -> None:
    frame = _box(slide, (40, 508, 880, 18), "Foot")
    _write(frame.paragraphs[0], document.foot, 10, _SOFT)


# Tables and charts


def _table(slide: Any, grid: Grid, at: tuple[float, float], room: Room) -> float:
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
    table = frame.table
    table.horz_banding, table.first_row = False, True
    _plain_style(table)
    whole = sum(column.share for column in grid.columns)
    for number, column in enumerate(grid.columns):
        table.columns[number].width = Pt(room.width * column.share / whole)
    heads = tuple(column.text for column in grid.columns)
    for number, texts in enumerate((heads, *grid.rows)):
        table.rows[number].height = Pt(heights[number])
        for place, cell in enumerate(table.rows[number].cells):
            cell.margin_left = cell.margin_right = Pt(3)
            cell.margin_top = cell.margin_bottom = Pt(1.5)
            paragraph = cell.text_frame.paragraphs[0]
            _write(paragraph, texts[place], room.small, bold=number == 0)
            if grid.columns[place].is_numeric:
                paragraph.alignment = PP_ALIGN.RIGHT
    return at[1] + sum(heights) + 3


def _plain_style(table: Any) -> None:
    """PowerPoint's style of thin lines without colour, "No Style, Table Grid"."""
    from pptx.oxml.ns import qn

    style = table._tbl.tblPr.find(qn("a:tableStyleId"))
    style.text = "{5940675A-B579-460E-94D1-54222C63F5DA}"


def _chart(
    slide: Any, chart: Bars | Stack, box: tuple[float, float, float, float], size: float
) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Pt

    data = CategoryChartData(number_format="0.0" if isinstance(chart, Bars) else "0")
    # PowerPoint draws the first from below: the axis is turned round.
    if isinstance(chart, Bars):
        data.categories = [bar.label for bar in chart.bars]
        data.add_series(chart.value_name, [bar.value for bar in chart.bars])
        marks = [bar.benchmark for bar in chart.bars]
        if any(mark is not None for mark in marks):
            data.add_series(chart.benchmark_name, marks)
        kind = XL_CHART_TYPE.BAR_CLUSTERED
    else:
        data.categories = list(chart.labels)
        for name, _, counts in chart.parts:
            data.add_series(name, counts)
        kind = XL_CHART_TYPE.BAR_STACKED
    frame = slide.shapes.add_chart(kind, *(Pt(value) for value in box), data)
    frame.name = chart.caption[:60]
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.description)
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
    if isinstance(chart, Bars):
        drawn.value_axis.maximum_scale = 100
    _dress(drawn, chart, size)


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
        [_BLUE, "AEB7BD"]
        if isinstance(chart, Bars)
        else [_FLAGS.get(colour, _BLUE) for _, colour, _ in chart.parts]
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
