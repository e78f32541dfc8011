"""A document for Word: real headings, lists, table headers, alternative texts, British English."""

from __future__ import annotations

import io
from typing import Any

from sightline.design.documents import characters, fitting, pictures
from sightline.design.documents.content import Bars, Document, Fact, Grid, Section
from sightline.design.documents.fitting import Room

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LANGUAGE = "en-GB"
_BLUE, _DARK, _SOFT, _LINE = "005EB8", "003087", "4C6272", "D8DDE0"


def docx(document: Document) -> bytes:
    """The file. A page of fixed length begins on a sheet of its own."""
    document = characters.storable(document)
    from docx import Document as Word  # slow to import, and only needed here

    room = fitting.room_for(document) if document.is_fixed else fitting.SHEET
    word = Word()
    _set_up(word, document, room)
    caption = word.add_paragraph(document.caption)
    caption.runs[0].font.color.rgb = _colour(_SOFT)
    word.add_heading(document.title, level=1)
    for text in document.lead:
        word.add_paragraph(text)
    if document.facts:
        _facts(word, document.facts, room)
    for number, page in enumerate(document.pages):
        for place, section in enumerate(page.sections):
            heading = _section(word, section, document.where, room)
            if number and place == 0 and document.is_fixed:
                heading.paragraph_format.page_break_before = True
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _colour(value: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(value)


def _set_up(word: Any, document: Document, room: Room) -> None:
    """Sheet, letters, language and properties."""
    from docx.shared import Mm, Pt

    sheet = word.sections[0]
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    sheet.left_margin = sheet.right_margin = Mm(16)
    sheet.top_margin, sheet.bottom_margin = Mm(11), Mm(14)
    sheet.header_distance, sheet.footer_distance = Mm(5), Mm(6)
    about = word.core_properties
    about.title, about.author, about.language = document.title, document.author, _LANGUAGE
    size = room.size if document.is_fixed else 11.0
    for name, points, colour, before, after in (
        ("Normal", size, None, 0, 3),
        ("List Bullet", size, None, 0, 2),
        ("Quote", size, None, 2, 3),
        ("Heading 1", 1.9 * size, _BLUE, 0, 4),
        ("Heading 2", 1.24 * size, _DARK, 7, 3),
    ):
        style = word.styles[name]
        style.font.size, style.font.name = Pt(points), "Arial"
        if name == "Quote":
            style.font.italic = False
            style.paragraph_format.left_indent = Mm(5)
        if colour:
            style.font.color.rgb = _colour(colour)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.0
        _font_and_language(style)
    _default_language(word)
    _foot(word, document)


def _font_and_language(style: Any) -> None:
    """Themes name fonts of their own for headings: Arial for all."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), "Arial")


def _default_language(word: Any) -> None:
    from docx.oxml.ns import qn

    for one in word.styles.element.iter(qn("w:lang")):
        one.set(qn("w:val"), _LANGUAGE)


def _foot(word: Any, document: Document) -> None:
    from docx.shared import Pt

    foot = word.sections[0].footer.paragraphs[0]
    run = foot.add_run(document.foot)
    run.font.size, run.font.color.rgb = Pt(8), _colour(_SOFT)


def _facts(word: Any, facts: tuple[Fact, ...], room: Room) -> None:
    """What each figure is stands as the heading of its column."""
    table = _table(word, tuple(fact.label for fact in facts), "Main figures", room)
    for at, fact in enumerate(facts):
        run = table.rows[1].cells[at].paragraphs[0].add_run(fact.value)
        run.font.bold, run.font.size = True, _points(1.7 * room.size)
        _plain(table.rows[1].cells[at].paragraphs[0])


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def _table(word: Any, heads: tuple[str, ...], title: str, room: Room, rows: int = 1) -> Any:
    """A table with headings that are headings, also on a second sheet; no lines between columns."""
    table = word.add_table(rows=rows + 1, cols=len(heads))
    table.autofit = False
    properties = table._tbl.tblPr
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    line = f'w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"'
    # In the order that the standard asks for; what python-docx put there stays before them.
    for xml in (
        f"<w:tblBorders {nsdecls('w')}><w:bottom {line}/><w:insideH {line}/></w:tblBorders>",
        f'<w:tblCellMar {nsdecls("w")}><w:left w:w="50" w:type="dxa"/>'
        f'<w:right w:w="50" w:type="dxa"/></w:tblCellMar>',
    ):
        look = properties.find(qn("w:tblLook"))
        look.addprevious(parse_xml(xml))
    look = properties.find(qn("w:tblLook"))
    look.set(qn("w:firstRow"), "1")
    look.addnext(parse_xml(f'<w:tblCaption {nsdecls("w")} w:val="{_attribute(title)}"/>'))
    for at, text in enumerate(heads):
        paragraph = table.rows[0].cells[at].paragraphs[0]
        run = paragraph.add_run(text)
        run.font.bold, run.font.size = True, _points(room.small)
        _plain(paragraph)
    row = table.rows[0]._tr.get_or_add_trPr()
    row.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    row.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    return table


def _attribute(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(text, {'"': "&quot;"})


def _plain(paragraph: Any) -> None:
    paragraph.paragraph_format.space_after = _points(1)
    paragraph.paragraph_format.space_before = _points(1)


def _section(word: Any, section: Section, where: str, room: Room) -> Any:
    """Gives back its heading."""
    heading = word.add_heading(section.heading, level=2)
    for text in section.sentences:
        word.add_paragraph(text)
    for text in section.points:
        word.add_paragraph(text, style="List Bullet")
    for text in section.quotes:
        word.add_paragraph(text, style="Quote")
    if isinstance(section.chart, Bars):
        _picture(word, section.chart)
    if section.grid is not None and section.grid.rows:
        _grid(word, section.grid, room)
    if more := section.more(where):
        word.add_paragraph(more)
    return heading


def _grid(word: Any, grid: Grid, room: Room) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    heads = tuple(column.text for column in grid.columns)
    table = _table(word, heads, grid.caption, room, rows=len(grid.rows))
    whole = sum(column.share for column in grid.columns)
    widths = [Mm(178 * column.share / whole) for column in grid.columns]
    for at, width in enumerate(widths):
        table.columns[at].width = width
    # Asking a table for its cells is slow: each row once.
    for number, row in enumerate(table.rows):
        for at, cell in enumerate(row.cells):
            cell.width = widths[at]
            paragraph = cell.paragraphs[0]
            if number:
                run = paragraph.add_run(grid.rows[number - 1][at])
                run.font.size = _points(room.small)
                _plain(paragraph)
            if grid.columns[at].is_numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _picture(word: Any, chart: Bars) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    width = Mm(178 * fitting.SHEET.chart_share)
    drawn = paragraph.add_run().add_picture(io.BytesIO(pictures.png(chart)), width=width)
    about = drawn._inline.docPr
    about.set("descr", chart.description)
    about.set("title", chart.caption)
    about.set("name", chart.caption[:80])
