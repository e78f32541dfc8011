"""A questionnaire comes in as an XLSForm, is walked through in two languages, and is published."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from playwright.sync_api import expect

from tests.journeys.conftest import PASSPHRASE, Arrive
from tests.journeys.person import PHONE, Person
from tests.journeys.service import Service

UPLOAD = "/listen/questionnaires/upload/"
HEAD = ["type", "name", "label::English (en)", "label::العربية (ar)", "relevant", "required"]
SURVEY = [
    HEAD,
    ["begin_group", "care", "Care on the ward", "الرعاية في الجناح"],
    ["select_one yes_no", "shown", "Were you shown around?", "هل تم اصطحابك في جولة؟", "", "yes"],
    ["text", "missing", "What was missing?", "ما الذي كان ناقصًا؟", "${shown} = 'no'"],
    ["end_group"],
    ["begin_group", "rest", "Afterwards", "بعد ذلك"],
    ["select_multiple helps", "helped", "Who helped?", "من ساعدك؟"],
    ["geopoint", "place", "Where?", "أين؟"],
    ["end_group"],
]
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::العربية (ar)"],
    ["yes_no", "yes", "Yes", "نعم"],
    ["yes_no", "no", "No", "لا"],
    ["helps", "nurse", "A nurse", "ممرضة"],
    ["helps", "peer", "Another learner", "متعلم آخر"],
]


def workbook(survey: list[list[str]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in (("survey", survey), ("choices", CHOICES)):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()


def uploads(person: Person, name: str, content: bytes) -> None:
    person.goes_to(UPLOAD)
    file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    person.page.get_by_label("File", exact=True).set_input_files(file)
    person.presses("Check the file")


def walk(person: Person, suffix: str) -> None:
    """Upload with faults, upload mended, preview in two languages, publish."""
    broken = [row[:] for row in SURVEY]
    broken[2][1] = "shown around"
    broken[3][4] = "${shwon} = 'no'"
    uploads(person, "ward.xlsx", workbook(broken))
    expect(person.page.get_by_text("row 3, column “name” (B)").first).to_be_visible()
    person.checks_the_page()

    uploads(person, "ward.xlsx", workbook(SURVEY))
    expect(person.page.get_by_text("not shown: place")).to_be_visible()
    person.checks_the_page()
    person.fills("Name of the new questionnaire", f"Welcome to the ward{suffix}")
    person.fills("Code of the new questionnaire", f"welcome-ward{suffix}")
    person.presses("Save as draft")
    person.checks_the_page()

    person.presses("Preview it")
    person.presses("Continue")
    expect(person.page.get_by_role("alert")).to_contain_text("Answer “Were you shown around?”")
    person.checks_the_page()
    person.answers("Were you shown around?", "No")
    person.presses("Continue")
    person.fills("What was missing?", "A tour")
    person.presses("العربية")
    expect(person.page.locator(".app-questions")).to_have_attribute("dir", "rtl")
    expect(person.page.get_by_label("ما الذي كان ناقصًا؟")).to_have_value("A tour")
    person.checks_the_page()
    person.presses("متابعة")
    person.answers("من ساعدك؟", "ممرضة")
    person.checks_the_page()
    person.presses("English")
    expect(person.page.get_by_label("A nurse")).to_be_checked()
    person.presses("Back")
    person.presses("Back")
    person.answers("Were you shown around?", "Yes")
    person.presses("Continue")
    expect(person.page.get_by_text("Who helped?")).to_be_visible()
    person.presses("Continue")
    expect(person.page.get_by_text("End of the preview").first).to_be_visible()
    expect(person.page.get_by_text("A tour")).to_have_count(0)
    person.checks_the_page()

    person.follows("Leave the preview")
    person.presses("Publish it")
    person.page.get_by_label("I have walked through").check()
    person.checks_the_page()
    person.presses("Publish")
    expect(person.page.get_by_text("is published and can be asked")).to_be_visible()
    person.checks_the_page()
    person.goes_to("/listen/questionnaires/")
    person.checks_the_page()


def test_a_questionnaire_comes_in_is_tried_and_published(service: Service, arrive: Arrive) -> None:
    person = arrive(service.address)
    person.signs_in("national@example.org", PASSPHRASE)
    walk(person, "")


def test_it_works_on_a_phone_without_javascript(service: Service, arrive: Arrive) -> None:
    person = arrive(service.address, width=PHONE["width"], javascript=False)
    person.signs_in("national@example.org", PASSPHRASE)
    walk(person, "-phone")
