"""A file of answers comes in: faulty, mended, in use; unreadable ones; one that nobody mapped."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person
from tests.journeys.service import Service

WAITS_SECONDS = 30
UPLOAD = "/listen/imports/upload/"
# Older than every round of the made-up survey, so that theirs stays the one that opens first.
FIRST_DAY, LAST_DAY = date(2024, 3, 4), date(2024, 3, 29)
HEADINGS = ("id", "trust", "course", "day", "q1", "q2")
AGREEMENT = ("Strongly agree", "Agree", "Agree", "Neutral", "Disagree")
_MAPPING = """\
survey: {code}
columns: {{respondent: id, provider: trust, programme: course, completed: day}}
scales:
  agreement:
    - {{answer: Strongly agree, score: 100, positive: true}}
    - {{answer: Agree, score: 75, positive: true}}
    - {{answer: Neither agree nor disagree, also: [Neutral], score: 50, positive: false}}
    - {{answer: Disagree, score: 25, positive: false}}
    - {{answer: Strongly disagree, score: 0, positive: false}}
themes:
  - {{code: {code}-welcome, label: Welcome}}
items:
  - {{column: q1, code: {code}-1, label: Felt expected, theme: {code}-welcome, scale: agreement}}
  - {{column: q2, code: {code}-2, label: Shown around, theme: {code}-welcome, scale: agreement}}
"""
_READ_CODES = """
import json
from sightline.organisations.models import Organisation, Programme
trusts = Organisation.objects.filter(kind="trust", provider_type="acute").order_by("code")
programmes = Programme.objects.filter(code__in=["NURSING-ADULT", "FOUNDATION"]).order_by("code")
print(json.dumps([[one.code for one in trusts[:2]], [one.code for one in programmes]]))
"""

Row = dict[str, str]
Codes = tuple[list[str], list[str]]


@pytest.fixture
def codes(service: Service) -> Codes:
    """Two trusts and two programmes of the made-up nation."""
    trusts, programmes = json.loads(service.manage("shell", "-v0", "-c", _READ_CODES))
    assert len(trusts) == len(programmes) == 2
    return trusts, programmes


def rows_of(codes: Codes, count: int) -> list[Row]:
    """Good rows: as many of each trust, answers of every kind at both."""
    trusts, programmes = codes
    return [
        {
            "id": f"PERSON-{number:03}",
            "trust": trusts[number % 2],
            "course": programmes[number // 2 % 2],
            "day": f"2024-03-{4 + number % 20:02}",
            "q1": AGREEMENT[number // 2 % 5],
            "q2": AGREEMENT[number // 3 % 5],
        }
        for number in range(count)
    ]


def csv_of(rows: list[Row], headings: tuple[str, ...] = HEADINGS) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, headings, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


# Steps


def adds_a_survey(person: Person, name: str, code: str) -> None:
    person.goes_to("/listen/surveys/add/")
    person.fills("Name", name)
    person.fills("Code", code)
    person.presses("Add the survey")
    person.sees("This survey has no round yet.")


def adds_a_round(person: Person) -> None:
    person.follows("Add a round")
    fills_in_a_round(person, FIRST_DAY, LAST_DAY)
    expect(person.row("Spring 2024")).to_contain_text("No results yet")


def fills_in_a_round(person: Person, first: date, last: date) -> None:
    person.page.get_by_label("Year", exact=True).first.fill("2024")
    person.fills("Name of the round", "Spring 2024")
    person.fills_date("First day of collecting answers", first)
    person.fills_date("Last day of collecting answers", last)
    person.presses("Add the round")


def adds_a_mapping(person: Person, code: str) -> None:
    person.follows("Add a mapping")
    saves_the_mapping(person, _MAPPING.format(code=code))
    person.sees("Version 1")


def saves_the_mapping(person: Person, text: str) -> None:
    person.page.get_by_label("The mapping").fill(text)
    person.presses("Save as a new version")


def uploads(
    person: Person, code: str, name: str, data: bytes, mapping: str = "The newest mapping"
) -> None:
    person.goes_to(f"{UPLOAD}?survey={code}")
    file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    person.page.get_by_label("File of answers").set_input_files(files=file)
    person.picks("Mapping", mapping)
    person.presses("Upload and check")


def waits_until(person: Person, text: str) -> None:
    """Look again until the worker is done, and see that."""
    ends = time.monotonic() + WAITS_SECONDS
    found = person.page.locator("main").get_by_text(text).first
    while not found.count():
        assert time.monotonic() < ends, person.page.locator("main").inner_text()
        time.sleep(0.3)
        person.page.reload()
    # A page of work under way loads itself again; this one has to stand still.
    expect(person.page.get_by_role("status")).to_have_count(0)
    person.checks_the_page()


def counts(person: Person) -> list[str]:
    """Rows read, good rows and rows in error."""
    said = person.page.locator("main").inner_text()
    labels = ("Rows read", "Good rows", "Rows in error")
    return [str(re.search(rf"{label}\s+(\d+)", said)[1]) for label in labels]  # type: ignore[index]


# Journeys


def test_a_faulty_file_is_mended_and_read(sign_in: Arrive, codes: Codes) -> None:
    lead = sign_in("national")
    is_told_what_a_survey_lacks(lead)
    adds_a_survey(lead, "First week survey", "first-week")
    is_told_what_a_round_lacks(lead)
    adds_a_round(lead)
    is_told_what_a_mapping_lacks(lead)
    adds_a_mapping(lead, "first-week")
    lead.checks_the_page()
    file = csv_of(with_faults(rows_of(codes, 60)))

    sees_what_is_wrong(lead, file)
    whole = lead.path
    mended = mends(lead.downloads("Download 3 rows in error (CSV)"), codes)
    uploads_the_mended_rows(lead, mended)
    switches_in(lead)
    reads_the_results(lead)
    sees_the_round_in_use(lead)
    changes_nothing_by_uploading_again(lead, file, mended, whole)


def is_told_what_a_survey_lacks(lead: Person) -> None:
    lead.goes_to("/listen/surveys/")
    lead.checks_the_page("surveys")
    lead.follows("Add a survey")
    lead.presses("Add the survey")
    lead.sees_problem("Enter name", "Enter code")
    lead.checks_the_page()


def is_told_what_a_round_lacks(lead: Person) -> None:
    lead.checks_the_page()
    lead.follows("Add a round")
    lead.presses("Add the round")
    lead.sees_problem("Enter year", "Enter name of the round")
    lead.checks_the_page()
    fills_in_a_round(lead, LAST_DAY, FIRST_DAY)
    lead.sees_problem("The last day of collecting lies before the first.")
    lead.goes_to("/listen/surveys/first-week/")


def is_told_what_a_mapping_lacks(lead: Person) -> None:
    lead.follows("Add a mapping")
    text = _MAPPING.format(code="first-week")
    saves_the_mapping(lead, text.replace("scale: agreement", "scale: moods"))
    lead.sees_problem("moods")
    lead.checks_the_page()
    lead.goes_to("/listen/surveys/first-week/")


def with_faults(rows: list[Row]) -> list[Row]:
    """An unknown provider on line 5, an answer off the scale on 9, a repeated person on 12."""
    rows[3]["trust"] = "DT-999"
    rows[7]["q1"] = "Very much so"
    rows[10]["id"] = rows[9]["id"]
    return rows


def sees_what_is_wrong(lead: Person, file: bytes) -> None:
    lead.presses("Import a file of answers")
    lead.presses("Upload and check")
    lead.sees_problem("Choose file of answers")
    lead.checks_the_page()
    uploads(lead, "first-week", "first-week.csv", file)
    waits_until(lead, "What was found")
    lead.check("import-checked")
    assert counts(lead) == ["60", "57", "3"]
    found = lead.page.get_by_role("table", name="What was found")
    for fault, example in (
        ("Provider codes that are not known", "Line 5: trust: “DT-999” is not the code of a"),
        ("Answers that are not on the scale", "Line 9: q1: “Very much so” is not one of the 5"),
        ("Respondents with more than one row", "Line 12: id: The respondent of line 12 is already"),
    ):
        row = found.get_by_role("row").filter(has_text=fault)
        expect(row).to_contain_text(example)
        expect(row.get_by_role("cell").first).to_have_text(re.compile(r"\b1\s*$"))
    # Who the respondents are is nobody's business here.
    lead.does_not_see("PERSON-0")


def mends(download: bytes, codes: Codes) -> bytes:
    """The rows in error with one cell of each put right, else as they came."""
    reader = csv.DictReader(io.StringIO(download.decode("utf-8-sig")))
    headings, rows = tuple(reader.fieldnames or ()), list(reader)
    assert headings[: len(HEADINGS)] == HEADINGS
    assert [one[headings[-2]] for one in rows] == ["5", "9", "12"]
    unknown, off_scale, repeated = rows
    unknown["trust"] = codes[0][1]
    off_scale["q1"] = "Strongly agree"
    repeated["id"] = "PERSON-900"
    return csv_of(rows, headings)


def uploads_the_mended_rows(lead: Person, mended: bytes) -> None:
    lead.follows("upload that file")
    lead.check()
    uploads(lead, "first-week", "rows-in-error.csv", mended)
    waits_until(lead, "Files that belong together")
    assert counts(lead) == ["3", "3", "0"]
    lead.sees("The results are made of 60 respondents")


def switches_in(lead: Person) -> None:
    lead.presses("Prepare results and switch in")
    waits_until(lead, "everybody sees them now")


def reads_the_results(lead: Person) -> None:
    """Beside the made-up survey, whose newest round stays the one that opens first."""
    lead.follows("Results")
    expect(lead.page.locator("#round strong")).to_contain_text("National learner survey")
    lead.follows("First week survey")
    assert "survey=first-week" in lead.page.url
    expect(lead.page.locator("#round")).to_contain_text("First week survey, Spring 2024")
    answered = lead.page.get_by_role("term").filter(has_text="learners answered")
    expect(answered.locator("xpath=following-sibling::*[1]")).to_have_text("60")
    themes = lead.page.locator("#themes")
    lead.checks_the_page("results-of-a-new-survey")
    themes.locator("summary", has_text="Show the table").click()
    themes.get_by_role("link", name="Welcome").first.click()
    lead.page.wait_for_load_state()
    expect(lead.page.locator("main")).to_contain_text("First week survey, Spring 2024")
    lead.checks_the_page()


def sees_the_round_in_use(lead: Person) -> None:
    lead.goes_to("/listen/surveys/")
    expect(lead.row("First week survey")).to_contain_text("Spring 2024")
    lead.follows("First week survey")
    rounds = lead.page.get_by_role("table", name="Rounds")
    expect(rounds.get_by_role("row").filter(has_text="Results in use")).to_contain_text("60")
    files = lead.page.get_by_role("table", name="Files")
    for name, good, wrong in (("first-week.csv", "57", "3"), ("rows-in-error.csv", "3", "0")):
        row = files.get_by_role("row").filter(has_text=name)
        expect(row).to_contain_text(good)
        expect(row).to_contain_text(wrong)
    lead.checks_the_page("survey-with-a-round")


def changes_nothing_by_uploading_again(
    lead: Person, file: bytes, mended: bytes, whole: str
) -> None:
    uploads(lead, "first-week", "once-more.csv", file)
    assert lead.path == whole
    lead.sees("This file was uploaded for")
    lead.sees("Nothing was changed.")
    lead.checks_the_page()
    uploads(lead, "first-week", "once-more.csv", mended)
    lead.sees("Nothing was changed.")
    lead.goes_to("/listen/surveys/first-week/")
    lead.does_not_see("once-more.csv")
    lead.opens("Every version of the results")
    versions = lead.page.get_by_role("table", name="Versions of the results")
    expect(versions.get_by_role("row")).to_have_count(2)  # the headings, and one version


def test_a_file_that_cannot_be_read_says_what_and_where(sign_in: Arrive, codes: Codes) -> None:
    lead = sign_in("national")
    adds_a_survey(lead, "Second week survey", "second-week")
    adds_a_round(lead)
    adds_a_mapping(lead, "second-week")
    rows = rows_of(codes, 6)

    for name, data, sentence in (
        ("answers.xlsx", zipped(csv_of(rows)), "The file is a ZIP archive, whatever its name says"),
        ("answers.csv", b"", "The file is empty. Choose the file that holds the answers."),
    ):
        uploads(lead, "second-week", name, data)
        assert lead.path == UPLOAD
        lead.sees_problem(sentence)
        lead.checks_the_page()

    sees_two_rows_of_headings(lead, rows)
    sees_a_formula(lead, rows)

    lead.goes_to("/listen/surveys/second-week/")
    expect(lead.row("Spring 2024")).to_contain_text("No results yet")
    lead.does_not_see("answers.xlsx")
    lead.goes_to("/insight/")
    lead.does_not_see("Second week survey")


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("answers.csv", content)
    return file.getvalue()


def sees_two_rows_of_headings(lead: Person, rows: list[Row]) -> None:
    twice = csv_of([dict(zip(HEADINGS, HEADINGS, strict=True)), *rows])
    uploads(lead, "second-week", "two-headings.csv", twice)
    waits_until(lead, "The file cannot be read")
    lead.sees("Line 2 is a second row of headings: it repeats “id” and “trust”. Delete it")
    lead.sees("Nothing was changed.")


def sees_a_formula(lead: Person, rows: list[Row]) -> None:
    """Found on its line, and harmless in the file of rows in error; set aside, it is gone."""
    rows[4]["q2"] = "=cmd|' /C calc'!A0"
    uploads(lead, "second-week", "formula.csv", csv_of(rows))
    waits_until(lead, "What was found")
    assert counts(lead) == ["6", "5", "1"]
    found = lead.page.get_by_role("table", name="What was found")
    expect(found).to_contain_text("Line 6: q2: The cell holds a formula")
    download = lead.downloads("Download 1 row in error (CSV)").decode("utf-8-sig")
    (in_error,) = csv.DictReader(io.StringIO(download))
    assert in_error["q2"] == "'=cmd|' /C calc'!A0"
    assert in_error["trust"] == rows[4]["trust"]

    lead.follows("Set this file aside")
    lead.checks_the_page()
    lead.page.locator("main").get_by_role("button").first.click()
    lead.page.wait_for_load_state()
    lead.sees("its file was deleted")
    lead.checks_the_page()


def test_what_the_columns_are_is_said_on_a_page(sign_in: Arrive, codes: Codes) -> None:
    lead = sign_in("national")
    adds_a_survey(lead, "Third week survey", "third-week")
    adds_a_round(lead)
    file = in_other_words(rows_of(codes, 20))

    uploads(lead, "third-week", "answers.csv", file)
    lead.sees_problem("has no mapping yet. Choose to say what the columns are.")
    lead.checks_the_page()
    uploads(lead, "third-week", "answers.csv", file, mapping="None yet")
    assert lead.heading() == "Say what the columns are"
    sees_a_guess(lead)
    says_what_is_missing(lead)
    lead.presses("Save the mapping and check the file")

    waits_until(lead, "What is in the good rows")
    assert counts(lead) == ["20", "20", "0"]
    lead.opens("What is in the good rows")
    lead.sees("2 providers")
    lead.sees("that are not kept: Anything else")
    lead.follows("version 1 of the mapping")
    lead.opens("What it says: 2 items")
    items = lead.page.get_by_role("table", name="Items")
    welcome = items.get_by_role("row").filter(has_text="Made welcome")
    expect(welcome).to_contain_text("How often were you made welcome?")
    expect(welcome).to_contain_text("frequency")
    expect(welcome).to_contain_text("3.9")
    lead.checks_the_page()


def in_other_words(rows: list[Row]) -> bytes:
    """The same people in a file of another tool: other headings, another scale, no course."""
    often = {"Strongly agree": "Always", "Agree": "Often", "Neutral": "Sometimes"}
    found = [
        {
            "Participant ID": row["id"],
            "Placed at": row["trust"],
            "On": row["course"],
            "How often were you made welcome?": often.get(row["q1"], "Never"),
            "How often did you know where to go?": often.get(row["q2"], "Rarely"),
            "Anything else": f"Remark {row['id'][-3:]}",
        }
        for row in rows
    ]
    return csv_of(found, tuple(found[0]))


def what_is(lead: Person, column: str) -> Any:
    """The list to choose from of a column."""
    group = lead.page.get_by_role("group", name=column, exact=True)
    return group.get_by_label("What is in this column?")


def sees_a_guess(lead: Person) -> None:
    for column, guessed in (
        ("Participant ID", "respondent"),
        ("Placed at", "provider"),
        ("On", "programme"),
        ("How often were you made welcome?", "answer:frequency"),
        ("How often did you know where to go?", "answer:frequency"),
        ("Anything else", ""),
    ):
        expect(what_is(lead, column)).to_have_value(guessed)
    lead.does_not_see("PERSON-0")
    lead.checks_the_page("say-what-the-columns-are")


def says_what_is_missing(lead: Person) -> None:
    what_is(lead, "Placed at").select_option("")
    what_is(lead, "On").select_option("respondent")
    lead.presses("Save the mapping and check the file")
    lead.sees_problem(
        "is “Respondent’s own ID” already: choose one",
        "Choose the column of the provider, or enter one code here",
    )
    lead.checks_the_page()
    what_is(lead, "Placed at").select_option("provider")
    what_is(lead, "On").select_option("programme")
    lead.opens("Name, theme and standards of “How often were you made welcome?”")
    group = lead.page.get_by_role("group", name="How often were you made welcome?", exact=True)
    group.get_by_label("Short name of the item").fill("Made welcome")
    group.get_by_label("Theme").fill("Welcome")
    group.get_by_label("Standards it bears on").fill("3.9")
