"""Rules of evidence, where they can be seen."""

from __future__ import annotations

import re

from playwright.sync_api import Locator

from tests.journeys.person import today
from tests.journeys.rules.conftest import Come

_ROOM = "/insight/room/organisation/DT-004/"


def test_what_evidence_says_of_itself(come: Come) -> None:
    lead = come("mehreen")
    lead.goes_to(f"{_ROOM}standard/3.5/")
    lead.opens("of: Finding of a quality intervention")
    lead.follows("Visit about supervision")
    lead.shows_rule(
        "evidence-says-of-itself", lead.page.locator("h1"), lead.page.locator("main dl")
    )


def test_of_a_regulators_fact_nothing_is_derived(come: Come) -> None:
    lead = come("mehreen")
    lead.goes_to("/assess/evidence/?kind=gmc")
    lead.page.locator("main table a").first.click()
    lead.page.wait_for_load_state()
    lead.shows_rule("regulators-fact", lead.page.locator("h1"), "nothing is derived from it")


def test_a_regulators_standard_leads_to_ours_and_back(come: Come) -> None:
    lead = come("mehreen")
    lead.goes_to("/standards/3.5/")
    lead.shows_rule(
        "asked-once",
        lead.page.get_by_role("heading", name="Regulators’ standards that ask for the same"),
        lead.page.locator("main ul").last,
    )  # fmt: skip
    lead.follows(re.compile("GMC"))
    lead.shows_rule("crosswalk", lead.page.locator("h2").first, lead.page.locator("main h4").nth(2))


def test_ten_items_of_a_survey_are_one_voice(come: Come) -> None:
    lead = come("mehreen")
    lead.goes_to(f"{_ROOM}standard/5.6/")
    lead.opens("of: National education and training survey")
    lead.shows_rule(
        "voices-count", lead.page.locator("h1"), lead.page.get_by_role("heading", name="Judgement")
    )


def test_the_provider_alone_is_not_assurance(come: Come) -> None:
    lead = come("mehreen")
    lead.goes_to("/insight/room/organisation/DT-004/standard/2.4/judge/")
    for box in lead.page.get_by_role("checkbox").all():
        box.uncheck()
    lead.page.get_by_label(re.compile("Standard 2.4: met")).check()
    lead.answers("What is the judgement?", "Met, assured")
    lead.answers("How confident are you?", "Moderate")
    lead.fills("Reasons", "The provider says so.")
    lead.presses("Record the judgement")
    lead.sees_problem("needs at least two voices")
    lead.shows_rule(
        "provider-alone", lead.page.locator(".nhsuk-error-summary"),
        lead.page.get_by_role("group", name="What is the judgement?"),
    )  # fmt: skip


def test_tiles_of_the_room(come: Come) -> None:
    """Silence, old evidence, what the provider says, and no score over all."""
    lead = come("mehreen")
    lead.goes_to(_ROOM)

    def tile(number: str) -> Locator:
        link = lead.page.get_by_role("link", name=f"Standard {number}", exact=True)
        return lead.page.locator(".app-tile").filter(has=link)

    lead.shows_rule("no-overall-score", lead.page.locator("h1"), lead.page.locator("main dl").first)
    lead.shows_rule("silence-and-age", tile("1.10"), tile("1.13"))
    lead.shows_rule("two-marks", tile("3.4"), tile("3.9"))
    lead.page.set_viewport_size({"width": 320, "height": 700})
    lead.shows_rule("provider-says", tile("1.7"))
    lead.page.set_viewport_size({"width": 1280, "height": 900})


def test_what_does_not_apply_leaves_the_count(come: Come) -> None:
    lead = come("mehreen")
    lead.goes_to(_ROOM)
    lead.opens("Learning environments")
    lead.follows(re.compile("^Ward 7"))
    lead.shows_rule("leaves-the-count", lead.page.locator("h1"), lead.page.locator("main dl").first)
    lead.follows("which apply here")
    lead.shows_rule(
        "not-applicable-with-a-reason", lead.page.locator("h1"),
        lead.page.get_by_role("heading", name="Bring a standard back"),
    )  # fmt: skip
    lead.goes_to("/assess/applicable/")
    lead.shows_rule("settings", lead.page.locator("h1"), lead.page.locator("h2").nth(3))


def test_a_judgement_and_the_one_that_supersedes_it(come: Come) -> None:
    lead = come("mehreen")
    lead.goes_to(f"{_ROOM}standard/1.7/")
    lead.follows("Met, says the provider")
    lead.shows_rule("judgement", lead.page.locator("h1"), lead.page.locator("main dl"))
    lead.goes_to(f"{_ROOM}standard/1.7/")
    lead.shows_rule(
        "look-again",
        lead.page.get_by_role("heading", name="Judgement"),
        lead.page.locator(".app-judgement").first,
    )
    lead.presses("Judge again")
    lead.answers("What is the judgement?", "Partly met")
    lead.answers("How confident are you?", "Moderate")
    lead.fills("Reasons", "Two of three learners who spoke up waited for over a month.")
    lead.fills_date("Day of the judgement", today())
    lead.presses("Record the judgement")
    lead.goes_to(f"{_ROOM}standard/1.7/")
    lead.shows_rule(
        "judgement-supersedes", lead.page.get_by_role("heading", name="Judgement"),
        lead.page.get_by_role("heading", name="Before that"),
        lead.page.locator(".app-judgement").nth(1),
    )  # fmt: skip
