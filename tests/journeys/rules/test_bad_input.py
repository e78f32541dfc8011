"""What is refused says so in a sentence, and loses nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.conftest import PASSPHRASE
from tests.journeys.files import named
from tests.journeys.person import Person, today
from tests.journeys.rules.conftest import Come

_ADD = "/assess/evidence/add/organisation/DT-004/"
# The made-up nation is made on the day of the journey: its campaign is of that year.
_MINE = f"SA-{today().year}-DT-004"
# The harmless file by which virus scanners are tried, in two parts, so that none finds it here.
_TEST_FILE = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def _fills_in(person: Person, file: dict[str, Any]) -> None:
    person.goes_to(f"{_ADD}?standards=3.5")
    person.picks("What kind of evidence is it?", "Finding of a quality intervention")
    person.fills("Title", "Visit to the wards")
    person.fills("What does it show?", "Learners knew who supervised them.")
    person.answers("Which way does it point?", "Points to met")
    person.answers("How strong is it?", "Moderate")
    person.fills("Why is it that strong?", "Two groups said the same.")
    for legend in ("First day that it describes", "Last day that it describes"):
        person.fills_date(legend, today() - timedelta(days=9))
    person.page.set_input_files("input[type=file]", file)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "content", "says"),
    [
        ("file-of-a-wrong-kind", b"MZ\x90\x00 a program", "This kind of file is not taken"),
        ("file-infected", b"%PDF-" + _TEST_FILE, "EICAR test file"),
    ],
)
def test_a_file_is_refused_and_the_words_stay(
    come: Come, rule: str, content: bytes, says: str
) -> None:
    lead = come("mehreen")
    _fills_in(lead, named("report.pdf", content))
    lead.presses("Add the evidence")
    lead.sees_problem(says)
    assert lead.page.get_by_label("What does it show?").input_value().startswith("Learners knew")
    lead.shows_rule(
        rule, lead.page.locator("h1"), lead.page.locator(".nhsuk-error-summary"),
        lead.page.get_by_label("What does it show?"),
    )  # fmt: skip


def test_a_standard_that_is_not_in_the_version_is_refused(come: Come) -> None:
    lead = come("mehreen")
    _fills_in(lead, named("report.pdf", b"%PDF-1.7"))
    chosen = lead.page.get_by_label(re.compile("^3.5 ")).first
    chosen.evaluate("box => { box.value = '999999' }")
    lead.presses("Add the evidence")
    lead.sees_problem("not in the version of the framework that is in force")
    lead.shows_rule("standard-not-in-the-version", lead.page.locator(".nhsuk-error-summary"),
                    lead.page.get_by_label("What does it show?"))  # fmt: skip


def _invites(director: Person) -> str:
    director.goes_to(f"/assess/returns/contributors/{_MINE}/")
    director.picks("Section", "Workforce")
    director.fills("Their name", "Wren Workforce")
    director.fills("Their email address", "wren@example.org")
    director.presses("Invite")
    link = director.page.locator("p", has_text="Their link").locator("strong").inner_text()
    return link[link.index("/assess/") :]


def test_two_people_and_a_link_that_has_ended(come: Come) -> None:
    """Two save the same section; then the link of one of them is ended while they write."""
    director, wren = come("dilys"), come()
    link = _invites(director)
    wren.goes_to(link)
    director.goes_to(f"/assess/returns/{_MINE}/")
    director.follows("Workforce", within=director.page.locator("main"))
    director.page.get_by_label("Met", exact=True).first.check()
    director.page.locator("textarea").first.fill("The director’s words.")
    director.presses("Save and come back later")
    wren.page.get_by_label("Partly met", exact=True).first.check()
    wren.page.locator("textarea").first.fill("Wren’s words.")
    wren.presses("Save and come back later")
    wren.sees("saved this section while you had it open")
    wren.shows_rule(
        "two-at-once", wren.page.locator("h1"), "Not saved yet",
        wren.page.locator("textarea").first, wren.page.get_by_text("The director’s words.").first,
    )  # fmt: skip
    director.goes_to(f"/assess/returns/contributors/{_MINE}/")
    director.follows(re.compile("End"), within=director.page.locator("main"))
    director.presses(re.compile("End"))  # type: ignore[arg-type]
    wren.page.locator("textarea").first.fill("Wren’s words, a minute later.")
    wren.presses("Save and come back later")
    wren.sees("has ended this link")
    wren.shows_rule("link-has-ended", wren.page.locator("h1"),
                    wren.page.get_by_text("a minute later").first)  # fmt: skip


def test_nothing_is_signed_while_a_section_is_open(come: Come) -> None:
    executive = come()
    executive.signs_in("executive@example.org", PASSPHRASE)
    executive.goes_to(f"/assess/returns/attestation/{_MINE}/sign/")
    executive.shows_rule("signing-while-open", executive.page.locator("h1"), "are not finished")
