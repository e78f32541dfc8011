"""Files in every shape: what is read of them, and why others are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.outside import factories
from sightline.listen.outside.factories import NSS_HEADINGS, course, discover_uni, nss_row, nts_row
from sightline.listen.outside.reading import discover_uni as xml
from sightline.listen.outside.recognising import NotRecognised, Said, recognise
from sightline.listen.outside.row import Fault, Reported, Skipped


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def reading(data: bytes, source: str = "", **said: Any) -> list[Any]:
        path = tmp_path / "file"
        path.write_bytes(data)
        with recognise(path, source, Said(**said), {}) as found:
            return [found, *found.results()]

    return reading


def results(rows: list[Any]) -> list[Reported]:
    return [one for one in rows if isinstance(one, Reported)]


def faults(rows: list[Any]) -> list[Fault]:
    return [one for one in rows if isinstance(one, Fault)]


def test_a_training_survey_table(read):
    found, *rows = read(factories.nts(nts_row(mean=71.25, n=14, outcome="Below Outlier")))
    (one,) = results(rows)
    assert found.source == "nts"
    assert (one.code, one.subject_name, one.indicator, one.year) == (
        "ZN001", "Core surgical training", "Clinical supervision", 2024,
    )  # fmt: skip
    assert (one.value, one.n, one.sd, one.outcome) == (71.25, 14, 10, "Below Outlier")
    assert one.audience == "trainee"


@pytest.mark.parametrize("name", ["NTS trainer survey 2024.csv", "nts_trainers_2024.csv"])
def test_a_trainer_survey_says_so_in_its_name(read, name):
    _, *rows = read(factories.nts(nts_row()), name=name)
    assert results(rows)[0].audience == "trainer"


def test_previous_years_in_columns(read):
    data = factories.text(
        [
            ["Trust Code", "Indicator", "Mean", "Outcome", "N", "2023", "Outcome 2023"],
            ["ZN001", "Workload", 60, "Red", 12, 58.5, "Pink"],
        ]
    )
    _, *rows = read(data, year=2024)
    assert [(one.year, one.value, one.outcome) for one in results(rows)] == [
        (2024, 60, "Red"),
        (2023, 58.5, "Pink"),
    ]


def test_title_rows_byte_order_mark_and_semicolons(read):
    lines = ["\ufeffReport by trust 2023;;;", ";;;", "Trust Code;Indicator;Mean;Outcome"]
    found, *rows = read("\n".join([*lines, "ZN001;Workload;60;Red", ""]).encode())
    (one,) = results(rows)
    assert (found.source, one.year, one.line) == ("nts", 2023, 4)


def test_fewer_than_three_has_no_value(read):
    _, *rows = read(factories.nts(nts_row(mean="", n="<3", sd="", outcome="N<3")))
    (one,) = results(rows)
    assert (one.value, one.n) == (None, 2)


def test_a_student_survey_workbook(read):
    data = factories.nss(
        nss_row(),
        nss_row(name="UK", ukprn=""),
        nss_row(question="Theme 1: Teaching on my course", subject="All subjects"),
        nss_row(question="Q01: Explaining", percent=""),
        nss_row(level="First degree"),
    )
    found, *rows = read(data, name="NSS24_Summary.xlsx")
    assert found.source == "nss"
    assert [(one.indicator, one.subject_name, one.value, one.split) for one in results(rows)] == [
        ("NHSQ3", "Adult nursing", 82.5, ""),
        ("Theme 1: Teaching on my course", "", 82.5, ""),
        ("Q01: Explaining", "Adult nursing", None, ""),
        ("NHSQ3", "Adult nursing", 82.5, "First degree"),
    ]
    assert [type(one) for one in rows].count(Skipped) == 1
    assert any("Title page" in notice for notice in found.notices)


def test_a_characteristics_workbook_with_its_misspelt_heading(read):
    rows = [
        ["National Student Survey 2023"],
        [],
        ["UKPRN", "Provider name", "Split", "Question", "Positvity measure (%)", "Responses"],
        ["10000001", "University of Aldermoor", "Female", "NHSQ1", 80.1, 30],
    ]
    found, *read_rows = read(factories.workbook({"Sex": rows}))
    (one,) = results(read_rows)
    assert (found.source, one.split, one.value, one.year) == ("nss", "Sex: Female", 80.1, 2023)


def test_the_workbook_of_2018_to_2022(read):
    top = [["National Student Survey results 2021"], [], []]
    heads = [
        "UKPRN", "Provider", "Subject Code", "Subject", "Level", "Question Number", "Answered 1",
        "Confidence interval - min", "Actual value", "Confidence interval - max", "Response",
        "Sample Size", "Two years aggregate data?",
    ]  # fmt: skip
    row = ["10000001", "Aldermoor", "CAH02-01-02", "Adult nursing", "All", "Q01", "3%", "70%",
           "80%", "88%", "30", "50", "Yes"]  # fmt: skip
    found, *rows = read(factories.workbook({"NSS1": [*top, heads, row]}))
    (one,) = results(rows)
    assert (found.source, one.year, one.value, one.lower, one.upper) == ("nss", 2021, 80, 70, 88)
    assert (one.n, one.rate, one.is_aggregated) == (30, 60, True)


def test_the_two_surveys_called_nss_are_told_apart(read):
    staff = factories.text(
        [["ODS code", "Year", "Benchmarking group", "Autonomy_base", "Autonomy_rate"],
         ["ZN001", 2024, "Acute", 400, 60.5]]
    )  # fmt: skip
    with pytest.raises(NotRecognised, match="Both are called NSS"):
        read(staff, "nss")
    found, *rows = read(staff)
    assert found.source == "staff-survey"
    assert (results(rows)[0].value, results(rows)[0].n) == (60.5, 400)


def test_the_workbook_of_the_staff_survey(read):
    block: list[list[Any]] = [
        ["", "", "", "", "Q12b - Burnt out because of work", "", "", "", "", "",
         "Q13 - Something else", "", ""],
        [], [], [],
        ["ODS code", "Organisation name", "Benchmarking group", "Weighting", "% Never", "% Rarely",
         "% Sometimes", "% Often", "% Always", "Base (number of responses)", "% A", "% B", "Base"],
        ["ZN001", "Aldermoor", "Acute", "Unweighted", 10, 20, 40, 20.5, 9.5, 900, 1, 2, 900],
        ["ZN002", "Bexmoor", "Acute", "Occupation group", 10, 20, 40, "", "", "", "", "", ""],
    ]  # fmt: skip
    data = factories.workbook(
        {
            "Notes": [["About these results"]],
            "HEALTH WELLBEING SAFETY Q12": block,
            "YOUR TEAM Q7": block[:5],
        }
    )
    found, *rows = read(data, name="NSS24 detailed spreadsheets organisational results.xlsx")
    first, second = results(rows)
    assert found.source == "staff-survey"
    assert first.indicator == "Q12B: Burnt out because of work (often or always)"
    assert (first.value, first.n, first.year, first.split) == (30, 900, 2024, "Unweighted")
    assert (second.value, second.n, second.split) == (None, None, "")
    assert any("Q13" in one.why for one in rows if isinstance(one, Skipped))


def test_summary_tables_of_nets_with_a_column_for_each_question(read):
    data = factories.text(
        [
            ["Provider", "ODS code", "Profession", "Year", "Responses", "Induction", "Teamwork"],
            ["Aldermoor", "ZN001", "Student nurse", 2024, 40, "85%", 80.5],
        ]
    )
    _, *rows = read(data, "nets")
    assert [(o.indicator, o.value, o.n, o.kind, o.subject_name) for o in results(rows)] == [
        ("Induction", 85, 40, "organisation", "Student nurse"),
        ("Teamwork", 80.5, 40, "organisation", "Student nurse"),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (nts_row(mean="seventy"), "“seventy” in column “Mean” is not a number."),
        (nts_row(code="", name=""), "does not say which organisation"),
        (nts_row(indicator=""), "names no indicator"),
        (nts_row(n="lots"), "is not a number of people"),
        (nts_row(year="soon"), "“soon” is not a year"),  # type: ignore[arg-type]
    ],
)
def test_rows_in_error_have_their_line_and_a_sentence(read, row, said):
    _, *rows = read(factories.nts(nts_row(), row))
    (fault,) = faults(rows)
    assert fault.line == 3
    assert said in fault.message
    assert len(results(rows)) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.4 nothing", "PDF"),
        (b"a,b\n1,2\n", "No row of headings"),
        (b"Trust Code,Indicator,Mean\nZN001,Workload,60\n", "do not show which survey"),
        (factories.text([NSS_HEADINGS, nss_row()]), "which year"),
    ],
)
def test_files_that_cannot_be_used_say_why(read, data, said):
    with pytest.raises((NotRecognised, Unreadable), match=said):
        read(data)


def test_what_a_person_says_of_the_columns_counts(read):
    data = factories.text([["Where", "What", "How good", "When"], ["ZN001", "Workload", 60, 2024]])
    columns = {
        "Where": "organisation_code", "What": "indicator", "How good": "value", "When": "year",
    }  # fmt: skip
    _, *rows = read(data, "nts", columns=columns)
    (one,) = results(rows)
    assert (one.code, one.indicator, one.value, one.year) == ("ZN001", "Workload", 60, 2024)


# Discover Uni


def test_placement_items_of_a_course(read):
    found, *rows = read(discover_uni(course()))
    assert found.source == "nss"
    assert [(one.indicator_code, one.value) for one in results(rows)] == [
        ("NHSQ1", 84), ("NHSQ2", 91), ("NHSQ3", 83), ("NHSQ4", 95), ("NHSQ5", 87), ("NHSQ6", 78),
    ]  # fmt: skip
    assert {(o.code, o.subject_code, o.year, o.n, o.rate) for o in results(rows)} == {
        ("10000001", "CAH02-01-02", 2024, 40, 70)
    }


def test_courses_of_one_subject_count_once(read):
    _, *rows = read(discover_uni(course(), course()))
    assert len(results(rows)) == 6
    _, *rows = read(discover_uni(course(), course(placement=(1, 2, 3, 4, 5, 6))))
    assert len(results(rows)) == 6
    assert "different figures are given" in faults(rows)[0].message


LAUGHS = (
    '<!DOCTYPE KIS [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    "before",
    [
        LAUGHS,
        '<!DOCTYPE KIS SYSTEM "http://example.org/kis.dtd">',
        '<!DOCTYPE KIS [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_entities_are_refused(read, before):
    with pytest.raises(Unreadable, match="document type or entities"):
        read(discover_uni(course(), before=before))


def test_a_document_type_far_inside_is_refused_by_the_parser(read, monkeypatch):
    """The start that is looked at may be too short: no entity is put in then either."""
    monkeypatch.setattr(xml, "_START", 10)
    data = discover_uni(course(), before=LAUGHS).replace(b"Nursing", b"&c;")
    _, *rows = read(data)
    assert len(results(rows)) == 6
    assert not any("hahaha" in one.subject_name for one in results(rows))


@pytest.mark.parametrize(
    "data",
    [
        discover_uni(course())[:-30],
        b"<KIS><INSTITUTION>" + b"<x>" * 400,
        discover_uni(course()).decode().encode("utf-16"),
    ],
)
def test_broken_xml_says_so(read, data):
    with pytest.raises(Unreadable):
        read(data)


def test_an_endless_course_is_refused(read):
    many = "<Q1>1</Q1>" * 60_000
    data = f"<KIS><INSTITUTION><KISCOURSE>{many}</KISCOURSE></INSTITUTION></KIS>".encode()
    with pytest.raises(Unreadable, match="not a file of Discover Uni"):
        read(data)
