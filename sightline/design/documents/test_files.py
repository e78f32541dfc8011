"""Each file can be read by whoever cannot see it: tags, headings, titles, words for pictures."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from docx import Document as Word
from docx.oxml.ns import qn
from pptx import Presentation
from pptx.oxml.ns import qn as pptx_qn

from sightline.design.documents import fitting, pdf, pictures, powerpoint, typesetting, word
from sightline.design.documents.content import Bars, Document, Page, Section


def tags(node: Any) -> Iterator[tuple[str, Any]]:
    """The tags of a PDF in the order of reading, each with its dictionary."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from tags(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), node
        if "/K" in node:
            yield from tags(node["/K"])


def test_a_pdf_is_tagged_in_british_english_under_its_title(document: Document) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.pdf(document)))
    root: Any = reader.trailer["/Root"]
    assert len(reader.pages) == 2
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == document.title
    assert reader.metadata.author == document.author
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    found = list(tags(root["/StructTreeRoot"]["/K"]))
    counts = Counter(name for name, _ in found)
    assert [name for name, _ in found if name in ("/H1", "/H2", "/Table", "/Figure")] == [
        "/H1", "/H2", "/Figure", "/Table", "/H2", "/H2", "/H2",
    ]  # fmt: skip
    assert (counts["/TH"], counts["/BlockQuote"], counts["/LI"]) == (2, 1, 2)
    figure = next(node for name, node in found if name == "/Figure")
    chart = document.pages[0].sections[0].chart
    assert chart is not None
    assert figure["/Alt"] == chart.description


def test_a_pdf_says_all_of_it(document: Document) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.pdf(document)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for said in (*document.texts(), "And 2 more on its page.", document.foot, "Page 2 of 2"):
        assert said in text, said


def test_a_page_that_is_full_uses_smaller_letters_and_then_says_so(document: Document) -> None:
    def of(points: int) -> Document:
        full = Section("Long", points=("Every learner is heard. " * 6,) * points, least=points)
        return replace(document, pages=(Page("Full", (full,)), document.pages[1]))

    for points in (5, 25, 32):
        assert len(pypdf.PdfReader(io.BytesIO(pdf.pdf(of(points)))).pages) == 2
    with pytest.raises(typesetting.DoesNotFit):
        pdf.pdf(of(80))


def test_without_fixed_pages_it_takes_as_many_as_it_needs(document: Document) -> None:
    long = Section("Long", points=("Every learner is heard. " * 6,) * 80)
    free = replace(document, pages=(Page("", (long,)),), is_fixed=False)
    assert len(pypdf.PdfReader(io.BytesIO(pdf.pdf(free))).pages) > 2


def test_word_has_headings_header_rows_alternative_text_and_language(document: Document) -> None:
    made = Word(io.BytesIO(word.docx(document)))
    assert made.core_properties.title == document.title
    assert made.core_properties.language == "en-GB"
    languages = {one.get(qn("w:val")) for one in made.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    headings = [
        (one.style.name, one.text)
        for one in made.paragraphs
        if one.style is not None and one.style.name.startswith("Heading")
    ]
    assert headings == [
        ("Heading 1", document.title),
        ("Heading 2", "Themes"),
        ("Heading 2", "What learners wrote"),
        ("Heading 2", "What is not known"),
        ("Heading 2", "Where others stand"),
    ]
    second = next(one for one in made.paragraphs if one.text == "What learners wrote")
    assert second.paragraph_format.page_break_before
    for table in made.tables:
        row = table.rows[0]._tr.trPr
        assert row is not None
        assert row.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
    assert [[cell.text for cell in row.cells] for row in made.tables[1].rows] == [
        ["Theme", "Score"], ["Supervision", "62.5"], ["Facilities", "71.0"],
    ]  # fmt: skip
    chart = document.pages[0].sections[0].chart
    assert chart is not None
    (about,) = made.element.body.iter(qn("wp:docPr"))
    assert about.get("descr") == chart.description
    bullets = [one.text for one in made.paragraphs if one.style and one.style.name == "List Bullet"]
    assert bullets == ["Who did not answer.", "Why."]


def test_powerpoint_reads_from_its_titles_down(document: Document) -> None:
    show = Presentation(io.BytesIO(powerpoint.report_pptx(document)))
    assert show.core_properties.title == document.title
    first, second = show.slides
    assert (first.shapes.title.text, second.shapes.title.text) == (document.title, "Words")
    assert show.slide_height > show.slide_width
    for slide in show.slides:
        assert slide.shapes[0] == slide.shapes.title
        tops = [shape.top for shape in slide.shapes]
        assert tops == sorted(tops)
        assert all(shape.top + shape.height <= show.slide_height for shape in slide.shapes)
        assert {run.get("lang") for run in slide._element.iter(pptx_qn("a:rPr"))} == {"en-GB"}
    assert second.notes_slide.notes_text_frame.text == "Say so."
    chart = next(shape for shape in first.shapes if shape.has_chart)
    drawn = document.pages[0].sections[0].chart
    assert isinstance(drawn, Bars)
    assert chart._element.nvGraphicFramePr.cNvPr.get("descr") == drawn.description
    assert [list(one.values) for one in chart.chart.plots[0].series] == [[62.5, 71.0], [70.0, 70.5]]
    table = next(shape for shape in first.shapes if shape.has_table).table
    assert table.first_row
    assert [cell.text for cell in table.rows[1].cells] == ["Supervision", "62.5"]


def test_slides_have_one_title_each_and_notes(document: Document) -> None:
    show = Presentation(io.BytesIO(powerpoint.slides_pptx(document)))
    titles = [slide.shapes.title.text for slide in show.slides]
    assert titles == [
        document.title, "Themes", "What learners wrote", "What is not known", "Where others stand",
    ]  # fmt: skip
    assert show.slides[3].notes_slide.notes_text_frame.text == "Say so."
    stacked = next(shape for shape in show.slides[4].shapes if shape.has_chart)
    assert [list(one.values) for one in stacked.chart.plots[0].series] == [[3]]


def test_a_picture_carries_its_styles_and_no_rule_for_screens(document: Document) -> None:
    chart = document.pages[0].sections[0].chart
    assert isinstance(chart, Bars)
    drawn = pictures.svg(chart)
    assert drawn.count("<style>") == 1
    assert ".chart-mark--red{" in drawn
    assert "@media" not in drawn
    assert "app-heat" not in drawn
    assert pictures.png(chart).startswith(b"\x89PNG")


def test_a_document_is_fitted_page_by_page(document: Document) -> None:
    long = Section("Long", points=("Every learner is heard. " * 6,) * 80)
    pages = (Page("One", (long,)), Page("Two", (long,)))
    fitted = fitting.fit(replace(document, pages=pages))
    first, second = (page.sections[0] for page in fitted.pages)
    # The first page has the title and the figures above it.
    assert 0 < len(first.points) < len(second.points) < 80
    assert len(pypdf.PdfReader(io.BytesIO(pdf.pdf(fitted))).pages) == 2


@pytest.mark.parametrize("letter", ["你", "\x08", "\ufffe", "\u0378", "த"])
def test_a_letter_that_cannot_be_drawn_costs_a_letter_and_not_the_report(
    document: Document, letter: str
) -> None:
    odd = replace(document, lead=(f"One {letter} theme.",))
    assert pdf.pdf(odd).startswith(b"%PDF")
    for made in (word.docx(odd), powerpoint.report_pptx(odd), powerpoint.slides_pptx(odd)):
        assert made.startswith(b"PK")
