"""Documents for PowerPoint: a report as sheets of A4, and slides to be shown.

Titles stand in title placeholders; shapes follow one another in the order in which they are read;
charts are PowerPoint's own, with their numbers to be edited and words for those who cannot see
them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from sightline.design.documents import characters, drawing, fitting
from sightline.design.documents.content import (
    Document,
    Fact,
    Page,
    Section,
)
from sightline.design.documents.fitting import Room

KIND = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_LANGUAGE = "en-GB"
_DARK, _SOFT, _PALE = "003087", "4C6272", "F0F4F5"
#: Margins of a sheet of A4, in points.
_LEFT, _TOP = 45.0, 34.0
#: Of a slide: what is below the title, and how large its letters are.
SLIDE = Room(width=880.0, height=382.0, size=17.0, small=12.0, heading=0.0, chart_share=1.0)
#: Beside a chart.
BESIDE = Room(width=300.0, height=382.0, size=16.0, small=12.0, heading=0.0)


def report_pptx(document: Document) -> bytes:
    """Each page as one upright sheet of A4."""
    document = characters.storable(document)
    show = _show(document, 595.3, 841.9)
    room = fitting.room_for(document)
    for number, page in enumerate(document.pages):
        _sheet(show, document, page, room, is_first=number == 0)
    return _saved(show)


def slides_pptx(document: Document) -> bytes:
    """A title slide, then one wide slide for each section."""
    document = characters.storable(document)
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
    drawing.write(frame.paragraphs[0], title, size, drawing.BLUE, bold=True, left=True)
    return slide


def _place(shape: Any, box: tuple[float, float, float, float]) -> None:
    from pptx.util import Pt

    shape.left, shape.top, shape.width, shape.height = (Pt(value) for value in box)


def _no_margins(frame: Any) -> None:
    from pptx.enum.text import MSO_ANCHOR

    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


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
        drawing.write(paragraph, text, size, after=0.35 * size)
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


def _sheet(show: Any, document: Document, page: Page, room: Room, *, is_first: bool) -> None:
    size = 2 * room.size if is_first else 1.5 * room.size
    title = document.title if is_first else page.title
    height = fitting.text_height(title, room.width, size)
    slide = _titled(show, title, (_LEFT, _TOP, room.width, height), size)
    y = _TOP + height
    if is_first:
        y = _head(slide, document, y, room)
    for section in page.sections:
        y = _stacked(slide, section, y, document.where, room)
    foot = _box(slide, (_LEFT, 815, room.width, 20), "Foot")
    drawing.write(foot.paragraphs[0], document.foot, 8, _SOFT)
    _notes(slide, [text for section in page.sections for text in section.notes])


def _head(slide: Any, document: Document, y: float, room: Room) -> float:
    texts = [document.caption, *document.lead]
    height = sum(fitting.text_height(text, room.width, room.size) for text in texts)
    frame = _box(slide, (_LEFT, y, room.width, height), "Introduction")
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        drawing.write(paragraph, text, room.size, drawing.TEXT if number else _SOFT, after=3)
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
        drawing.write(frame.paragraphs[0], fact.value, 1.8 * size, bold=True)
        drawing.write(frame.add_paragraph(), fact.label, small)
    return y + height


def _stacked(slide: Any, section: Section, y: float, where: str, room: Room) -> float:
    """One section under the last; where the next may begin."""
    heading = _box(slide, (_LEFT, y + 4, room.width, room.heading * 1.25), section.heading)
    drawing.write(heading.paragraphs[0], section.heading, room.heading, _DARK, bold=True)
    y += room.heading * fitting.LEADING + 8
    if (height := _text_height(section, room, where)) > 0:
        frame = _box(slide, (_LEFT, y, room.width, height), f"{section.heading}: text")
        _texts(frame, section, room.size, where)
        y += height
    if section.chart is not None:
        height = fitting.chart_height(section.chart, room)
        drawing.chart(slide, section.chart, (_LEFT, y, room.width, height), 0.87 * room.small)
        y += height
    if section.grid is not None and section.grid.rows:
        y = drawing.table(slide, section.grid, (_LEFT, y), room)
        if more := section.more(where):
            height = fitting.text_height(more, room.width, room.size)
            frame = _box(slide, (_LEFT, y + 2, room.width, height), f"{section.heading}: more")
            drawing.write(frame.paragraphs[0], more, room.size)
            y += height
    return y


# Slides


def _title_slide(show: Any, document: Document) -> None:
    slide = _titled(show, document.title, (40, 130, 880, 110), 40)
    frame = _box(slide, (40, 250, 880, 60), "About")
    drawing.write(frame.paragraphs[0], document.caption, 20, _SOFT)
    for text in document.lead:
        drawing.write(frame.add_paragraph(), text, 18)
    if document.facts:
        _facts(slide, document.facts, 350, 40, 880, 17)
    _foot(slide, document)
    _notes(slide, document.lead)


def _slide(show: Any, document: Document, section: Section) -> None:
    slide = _titled(show, section.heading, (40, 28, 880, 72), 28)
    if section.chart is not None and (section.sentences or section.points):
        frame = _box(slide, (40, 108, BESIDE.width, 382), "What it shows")
        _texts(frame, section, BESIDE.size, document.where)
        drawing.chart(slide, section.chart, (360, 104, 560, 390), 12)
    elif section.chart is not None:
        drawing.chart(slide, section.chart, (40, 104, 880, 390), 12)
    else:
        y = 106.0
        if (height := _text_height(section, SLIDE, document.where)) > 0:
            frame = _box(slide, (40, y, 880, height), "Text")
            _texts(frame, section, SLIDE.size, document.where)
            y += height + 8
        if section.grid is not None and section.grid.rows:
            y = drawing.table(slide, section.grid, (40, y), SLIDE)
            if more := section.more(document.where):
                frame = _box(slide, (40, y + 4, 880, 20), "More")
                drawing.write(frame.paragraphs[0], more, SLIDE.small)
    _foot(slide, document)
    _notes(slide, section.notes or section.sentences)


def _foot(slide: Any, document: Document) -> None:
    frame = _box(slide, (40, 508, 880, 18), "Foot")
    drawing.write(frame.paragraphs[0], document.foot, 10, _SOFT)
