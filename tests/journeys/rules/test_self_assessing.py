"""Rules of self-assessment, where they can be seen."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import PASSPHRASE
from tests.journeys.files import named, with_cell
from tests.journeys.person import PHONE, Person, today
from tests.journeys.rules.conftest import Come
from tests.journeys.second_factor import code, next_code, sets_up_a_second_factor

# The made-up nation is made on the day of the journey: its campaign is of that year.
_YEAR = today().year
# The practice that returned late last year and has signed this year; who answers and who signs.
_AGAIN = f"SA-{_YEAR}-DP-00005"
_ANSWERS, _SIGNS = "director-dp-00005", "director-executive-dp-00005"
_MINE = f"SA-{_YEAR}-DT-004"


def test_a_campaign_and_its_report(come: Come) -> None:
    """Late and missing are statuses; the ladder of reminders; time asked and taken."""
    national = come("national")
    national.goes_to(f"/assess/returns/campaigns/{_YEAR - 1}/")
    national.shows_rule(
        "late-and-missing", national.page.locator("h1"), national.row("GP practice")
    )
    national.goes_to(f"/assess/returns/campaigns/{_YEAR}/")
    national.shows_rule(
        "time-and-kinds", national.page.get_by_role("table"), national.row("NHS trust")
    )
    national.shows_rule(
        "chase-ladder", national.page.get_by_role("heading", name="Reminders"),
        national.page.locator("main li").last,
    )  # fmt: skip
    national.goes_to(f"/assess/returns/report/{_YEAR}/")
    national.shows_rule(
        "national-report", national.page.locator("h1"),
        national.page.get_by_role("table").nth(1).get_by_role("row").nth(6),
    )  # fmt: skip


def test_a_practice_on_a_phone(come: Come) -> None:
    manager = come("practice", width=PHONE["width"])
    manager.goes_to("/")
    manager.follows(re.compile(r"Self-assessment \d{4}: "), within=manager.page.locator("main"))
    manager.presses("Begin")
    manager.fills("How many learners are with you in a year?", "3")
    manager.ticks("General practice")
    manager.presses("Save and continue")
    manager.shows_rule("journey-of-a-practice", "Sections", manager.page.locator("main ul").first)
    manager.follows(re.compile("A good place to learn"))
    manager.shows_rule(
        "on-a-phone", manager.page.locator("h1"), manager.page.locator("fieldset").first
    )


def test_a_region_reviews_and_writes_a_letter(come: Come) -> None:
    lead = come("mehreen")
    lead.goes_to(f"/assess/returns/review/SA-{_YEAR}-DT-006/")
    lead.shows_rule(
        "review", lead.page.locator("h1"), lead.page.locator("main table, main h2").nth(2)
    )
    lead.goes_to(f"/assess/returns/letters/{_AGAIN}/")
    lead.shows_rule(
        "letter",
        lead.page.locator("h1"),
        lead.page.locator("main li").last,
        lead.page.locator("main h2").last,
    )


@pytest.fixture(scope="module")
def invited(come: Come) -> str:
    """The path of a contributor's link to the section that is still open."""
    director = come("dilys")
    director.goes_to(f"/assess/returns/contributors/{_MINE}/")
    director.picks("Section", "Workforce")
    director.fills("Their name", "Wren Workforce")
    director.fills("Their email address", "wren@example.org")
    director.presses("Invite")
    link = director.page.locator("p", has_text="Their link").locator("strong").inner_text()
    return link[link.index("/assess/") :]


def test_beside_the_question_stands_what_is_known(come: Come) -> None:
    director = come("dilys")
    director.goes_to(f"/assess/returns/{_MINE}/")
    director.follows(re.compile("learning environment", re.I), within=director.page.locator("main"))
    known = director.page.locator("details", has_text="What is known already").first
    known.locator("summary").click()
    director.shows_rule("known-beside-the-question", director.page.locator("fieldset").first, known)


def test_a_contributor_needs_no_account(come: Come, invited: str) -> None:
    wren = come(width=PHONE["width"])
    wren.goes_to(invited)
    wren.shows_rule("contributor", wren.page.locator("h1"), wren.page.locator("fieldset").first)


def test_a_section_is_sent_back(come: Come, invited: str) -> None:
    director = come("dilys")
    director.goes_to(f"/assess/returns/{_MINE}/")
    director.follows(re.compile("^Workforce|workforce"), within=director.page.locator("main"))
    director.follows("Write a note or send the section back")
    director.fills("Your note", "Please name the rota.")
    director.answers("What should happen?", "Send the section back")
    director.presses("Save")
    wren = come()
    wren.goes_to(invited)
    wren.shows_rule("sent-back", wren.page.locator("h1"), "This section was sent back")


@pytest.fixture(scope="module")
def again(come: Come) -> Person:
    """Who answers for a practice, and has begun a new version of what was signed."""
    manager = come(_ANSWERS)
    manager.goes_to(f"/assess/returns/{_AGAIN}/")
    manager.shows_rule("locked", manager.page.locator("h1"), "is signed and locked")
    manager.follows("Begin a new version")
    manager.page.locator("textarea").first.fill("Our trainer has left.")
    manager.presses("Begin a new version")
    manager.shows_rule("supersedes-with-a-reason", manager.page.locator("h1"), "A new version is")
    manager.follows(re.compile("Supervision"), within=manager.page.locator("main"))
    manager.shows_rule(
        "still-true", manager.page.locator("h1"), manager.page.get_by_text("still true").first
    )
    manager.page.get_by_label("Not met", exact=True).first.check()
    manager.page.locator("textarea").first.fill("Not on Mondays until we have a new trainer.")
    manager.presses("Save and finish this section")
    manager.goes_to(f"/assess/returns/{_AGAIN}/")
    return manager


def test_nothing_is_lost_when_the_session_ends(again: Person) -> None:
    manager = again
    manager.follows("A good place to learn", within=manager.page.locator("main"))
    manager.page.locator("textarea").first.fill("Written for an hour.")
    manager.context.clear_cookies(name="sessionid")
    manager.presses("Save and go on")
    manager.fills("Email address", f"{_ANSWERS}@example.org")
    manager.page.get_by_label("Password", exact=True).fill(PASSPHRASE)
    manager.presses("Sign in")
    manager.shows_rule(
        "nothing-lost-on-expiry", manager.page.locator("h1"), "Not saved yet",
        manager.page.locator("textarea").first,
    )  # fmt: skip
    assert manager.page.locator("textarea").first.input_value() == "Written for an hour."


def test_a_named_executive_reads_and_signs(come: Come) -> None:
    executive = come("executive")
    executive.goes_to(f"/assess/returns/attestation/{_MINE}/sign/")
    signs = executive.page.get_by_role("heading", name="Sign", exact=True)
    executive.shows_rule("second-factor", signs, "Set it up on your account")
    executive.shows_rule(
        "attestation",
        executive.page.locator("h1"),
        executive.page.get_by_role("heading", name="Said to be met, with no evidence named"),
    )


def test_a_later_version_is_signed_and_read(again: Person, come: Come) -> None:
    signer = come()
    signer.signs_in(f"{_SIGNS}@example.org", PASSPHRASE)
    secret = sets_up_a_second_factor(signer, PASSPHRASE)
    used = code(secret)
    signer.goes_to(f"/assess/returns/attestation/{_AGAIN}/sign/")
    signer.ticks("I have read this self-assessment")
    signer.fills("Code of your authenticator app", next_code(secret, used))
    signer.presses("Sign")
    signer.sees("It is signed")
    lead = come("mehreen")
    lead.goes_to(f"/assess/returns/attestation/{_AGAIN}/2/")
    lead.shows_rule(
        "readable-difference", lead.page.locator("h1"),
        lead.page.get_by_role("heading", name="What changed since version 1"),
        lead.page.get_by_text("is now not met").first,
    )  # fmt: skip


def test_outside_eyes_see_the_current_version_only(again: Person, come: Come) -> None:
    outside = come("icb")
    outside.goes_to(f"/assess/returns/{_AGAIN}/")
    outside.shows_rule("outside-eyes", outside.page.locator("h1"), "Read what was signed")
    outside.does_not_see("A new version")
    outside.does_not_see("Signed versions")


def test_a_workbook_changes_nothing_before_it_is_confirmed(come: Come) -> None:
    director = come("dilys")
    director.goes_to(f"/assess/returns/offline/{_MINE}/")
    file = director.downloads("Download the workbook (XLSX)")
    changed = named("answers.xlsx", with_cell(file, "Answers", (2, 3), "Partly met"))
    director.page.set_input_files("input[type=file]", changed)  # type: ignore[arg-type]
    director.presses("Upload and check")
    director.shows_rule("dry-run", director.page.locator("h1"), "Take these answers over")
