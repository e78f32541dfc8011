"""Every number in a report is the gate's, in each of the three files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pypdf
import pytest
from docx import Document as Word
from pptx import Presentation

from sightline.conftest import Cast, Country, make_organisation
from sightline.design import show
from sightline.insight.conftest import Rounds, answers
from sightline.insight.reports import files, parts
from sightline.insight.reports.conftest import source_of
from sightline.insight.reports.provider import Made, Source, report
from sightline.insight.reports.words import Format
from sightline.listen.comments.models import Comment
from sightline.organisations.models import Organisation
from sightline.results import gate
from sightline.results.factories import make_dataset
from sightline.results.levels import GroupKey, Level

pytestmark = pytest.mark.django_db
Report = Callable[..., Made]


def of_pdf(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def of_docx(content: bytes) -> str:
    word = Word(io.BytesIO(content))
    rows = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return " ".join([*(one.text for one in word.paragraphs), *rows])


def of_pptx(content: bytes) -> str:
    found = []
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(" ".join(one.text for one in shape.text_frame.paragraphs))
            elif shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return " ".join(found)


READ = {Format.PDF: of_pdf, Format.DOCX: of_docx, Format.PPTX: of_pptx}


@pytest.mark.parametrize("format", list(Format))
def test_all_three_files_say_what_the_gate_says(
    format: Format, report_of: Report, rounds: Rounds, country: Country
) -> None:
    text = READ[format](files.drawn(report_of(country.trust).document, format))
    round_ = gate.open_round(rounds.now)
    key = GroupKey(Level.PROVIDER, "ZN001")
    cell = round_.cell(key, "supervision")
    before = gate.open_round(rounds.before).cell(key, "supervision")
    assert cell.benchmark is not None
    assert before.score is not None
    row = " ".join(
        (
            "Clinical supervision",
            show.number(cell.n),
            show.number(cell.score, 1),
            f"{show.number(cell.low, 1)} to {show.number(cell.high, 1)}",
            show.number(cell.benchmark.score, 1),
            show.number(cell.difference, 1),
        )
    )
    assert row in text
    assert f"{show.number(before.score, 1)} {show.number(cell.score, 1)}" in text
    assert f"{show.number(round_.respondents(key))} learners answered" in text or (
        format is Format.DOCX and "learners answered" in text
    )
    assert "Compared with “Acute trusts in England”" in text


def test_no_decimal_number_is_in_a_file_that_is_not_in_another(
    report_of: Report, country: Country
) -> None:
    """As sets: charts of PDF and Word are pictures, that of PowerPoint is read apart."""
    document = report_of(country.trust).document
    said = {
        format: set(re.findall(r"\d+\.\d", READ[format](files.drawn(document, format))))
        for format in Format
    }
    assert said[Format.PDF] >= said[Format.DOCX] == said[Format.PPTX]
    written = set(re.findall(r"\d+\.\d", " ".join(document.texts())))
    assert said[Format.DOCX] == written
    # The picture in the PDF has numbers of its own: those of the chart.
    chart = document.pages[0].sections[0].chart
    assert chart is not None
    assert said[Format.PDF] <= written | set(re.findall(r"\d+\.\d", chart.description))


def test_the_chart_in_powerpoint_draws_the_gates_values(
    report_of: Report, rounds: Rounds, country: Country
) -> None:
    content = files.drawn(report_of(country.trust).document, Format.PPTX)
    slide = Presentation(io.BytesIO(content)).slides[0]
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    cell = gate.open_round(rounds.now).cell(GroupKey(Level.PROVIDER, "ZN001"), "supervision")
    assert cell.benchmark is not None
    scores, benchmark = (list(one.values) for one in chart.plots[0].series)
    assert (scores, benchmark) == ([cell.score], [cell.benchmark.score])


def test_too_few_answers_give_a_report_that_says_so(
    report_of: Report, country: Country, source: Source
) -> None:
    made = report_of(country.practice)
    assert not made.has_figures
    text = of_pdf(files.drawn(made.document, Format.PDF))
    assert "Too few learners answered here" in text
    assert "Not shown learners answered" in text
    assert not re.search(r"\d+\.\d", text)


def test_a_place_without_figures_has_those_of_places_like_it_in_its_report(
    country: Country, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How much places of its kind differ is worked out once for all reports."""
    for at in range(2, 6):
        make_organisation(
            f"ZP0000{at}", "practice", f"Surgery {at}", country.north_icb, provider_type="practice"
        )
    small = {(f"ZP0000{at}", "", "CST"): answers(3, 1, 5) for at in range(1, 5)}
    make_dataset({("ZN001", "ZN001A", "CST"): answers(50, 1, 5), **small}, year=2026)
    source = source_of(cast.national)
    made = report(
        source, country.practice, source.records([country.practice.pk])[country.practice.pk]
    )
    assert not made.has_figures
    text = " ".join(of_pdf(files.drawn(made.document, Format.PDF)).split())
    assert "Places like this one, together" in text
    assert "not how it is at" in text
    monkeypatch.setattr(gate.Round, "numbers", None)
    second = Organisation.objects.get(code="ZP00002")
    assert not report(source, second, source.records([second.pk])[second.pk]).has_figures


def test_what_a_viewer_may_not_see_is_not_in_it(
    report_of: Report, country: Country, cast: Cast, source: Source
) -> None:
    """A stranger's source has no record of the place, whatever provider it is asked for."""
    own = source.records([country.trust.pk])
    strange = source_of(cast.other_director).records([country.trust.pk])
    assert own.keys() == strange.keys()
    assert strange[country.trust.pk].concerns == ()
    assert strange[country.trust.pk].commitments == ()


def test_comments_of_two_questions_are_never_added_up() -> None:
    def said(question: str, label: str, count: int) -> list[Comment]:
        text = f"The {question} of it was the rest room, and we had it nearly every day."
        return [
            Comment(question=question, question_label=label, theme="f", masked_text=text)
            for _ in range(count)
        ]

    written = parts.written(
        [*said("best", "What was best?", 19), *said("better", "What could be better?", 18)],
        {"f": "Facilities"},
    )
    text = " ".join([*written.sentences, *written.quotes])
    assert "What was best? (19): Facilities 19." in text
    assert "What could be better? (18): Facilities 18." in text
    assert "Facilities 37" not in text
    assert "What was best?: The best of it was the rest room" in text
    assert "What could be better?: The better of it was the rest room" in text


@pytest.mark.parametrize("format", list(Format))
def test_what_is_withheld_is_said_under_its_heading(
    format: Format, report_of: Report, country: Country
) -> None:
    text = READ[format](files.drawn(report_of(country.trust).document, format))
    said = text.partition("What is not known, and what is withheld")[2]
    assert "sites" in said
    assert re.search(r"(has|have) no figures shown: too few answers|withheld as a whole", said)
    assert "again and again" not in text
