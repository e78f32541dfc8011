"""Rules of new and growing places, and of a framework that changes, where they can be seen."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.journeys.files import table_of
from tests.journeys.person import today
from tests.journeys.rules.conftest import Come
from tests.journeys.test_growing import asks


def test_a_first_approval_lasts_a_year_at_most(come: Come) -> None:
    lead = come("mehreen")
    lead.goes_to("/govern/approvals/?standing=panel")
    lead.page.locator("main table a").first.click()
    lead.page.wait_for_load_state()
    lead.presses("Go on with the panel")
    lead.shows_rule(
        "panel-and-interests", lead.page.locator("h1"), lead.page.locator("main table").first
    )
    lead.presses("Write down the decision")
    lead.answers("What does the panel decide?", "Approved")
    lead.fills("Why?", "Supervision and induction are in place.")
    lead.answers("Who decides?", "Hyacinth Osborne-Lall", "Corwin Adeleke")
    lead.fills("Why without a signed assessment?", "The panel visited.")
    lead.fills_date("Review by", today() + timedelta(days=800))
    lead.presses("Write the decision down")
    lead.sees_problem("A first approval lasts one year at most")
    lead.shows_rule(
        "one-year-first", lead.page.locator("h1"), lead.page.locator(".nhsuk-error-summary")
    )


def test_an_approval_is_shared_by_all_who_send_learners(come: Come) -> None:
    lead = come("mehreen")
    listed = table_of(lead.fetches("/govern/approvals/?format=csv").body(), "Place", "Reference")
    relied_on = next(one["Reference"] for one in listed if one["Who relies"] == "1")
    lead.goes_to(f"/govern/approvals/{relied_on}/")
    lead.shows_rule("approval-as-a-workflow", lead.page.locator("h1"), "Review by")
    lead.shows_rule(
        "approved-once", lead.page.get_by_text("Who relies on it").first,
        lead.page.get_by_role("heading", name="Questions and objections"),
        lead.page.get_by_text("library on the first floor").first,
    )  # fmt: skip


def test_a_place_gets_ready_by_a_link(come: Come) -> None:
    lead = come("university")
    lead.goes_to("/govern/approvals/?q=Larkmeadow&standing=draft")
    lead.page.locator("main table a").first.click()
    lead.page.wait_for_load_state()
    lead.follows("How ready the place is")
    lead.fills("Their name", "Mina Manager")
    lead.fills("Their email address", "mina@example.org")
    lead.presses("Invite")
    link = lead.page.locator("p", has_text="Their link").locator("strong").inner_text()
    mina = come(width=320)
    mina.goes_to(link[link.index("/govern/") :])
    mina.shows_rule("readiness", mina.page.locator("h1"), mina.page.get_by_role("button").first)


def test_growing_carries_the_passport(come: Come) -> None:
    lead, director = come("mehreen"), come("dilys")
    lead.goes_to("/govern/capacity/?q=Ward+7")
    lead.shows_rule("capacity", lead.page.locator("main table").first)
    lead.goes_to("/govern/passports/organisation/DT-004/")
    lead.shows_rule(
        "passport", lead.page.locator("h1"), lead.page.locator("main h2").nth(1),
        lead.page.get_by_text("There is no overall score").first,
    )  # fmt: skip
    director.goes_to("/")
    asked = asks(director)
    lead.goes_to(asked)
    lead.shows_rule(
        "growing-carries-the-passport", lead.page.locator("h1"), "Quality passport at asking"
    )
    lead.follows(re.compile(r"^QP-\d{4}-\d+$"))
    lead.shows_rule("frozen-copy", lead.page.locator("h1"), "This is a copy of")


def test_what_a_version_changes_is_said_and_open_work_is_proposed(come: Come) -> None:
    national = come("national")
    national.goes_to("/standards/succession/2024/")
    national.shows_rule(
        "what-a-version-changes",
        national.page.locator("h1"),
        national.page.locator("main ul").first,
    )
    national.goes_to("/govern/framework/2024/")
    national.shows_rule(
        "proposed-not-silent", national.page.locator("h1"), national.page.locator("section").nth(1)
    )
    national.goes_to("/standards/3.9/")
    national.shows_rule(
        "wording-of-its-day", national.page.locator("h1"), national.page.locator("main table").first
    )
