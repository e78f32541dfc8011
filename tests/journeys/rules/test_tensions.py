"""Where sources disagree, and how it ends."""

from __future__ import annotations

import re

from tests.journeys.rules.conftest import Come

KINDS = {
    "tension-met-but-low": "Provider says met",
    "tension-visit-then-concern": "A visit said met",
    "tension-regulator-only": "A regulator watches",
    "tension-strong-but-modest": "Learners in the highest tenth",
}


def test_every_kind_of_tension_tells_both_sides(come: Come) -> None:
    lead = come("mehreen")
    for rule, words in KINDS.items():
        lead.goes_to("/insight/tensions/")
        lead.row(re.compile(words)).get_by_role("link").first.click()
        lead.page.wait_for_load_state()
        lead.shows_rule(rule, lead.page.locator("h1"), lead.page.locator("main dl"))


def test_a_tension_ends_in_one_of_four_ways(come: Come) -> None:
    lead = come("mehreen")
    lead.goes_to("/insight/tensions/?state=waiting")
    lead.row("A visit said met").get_by_role("link").first.click()
    lead.presses("End this tension")
    lead.shows_rule(
        "tension-endings", lead.page.locator("h1"),
        lead.page.get_by_role("group", name="Was it worth finding?"),
    )  # fmt: skip
    lead.answers("How does it end?", "Judgement changed")
    lead.fills("Why?", "The ward has changed since the visit.")
    lead.answers("Was it worth finding?", "Yes")
    lead.presses("End the tension")
    lead.sees_problem("Judge it in the Standards Room first")
    lead.answers("How does it end?", "Review triggered")
    lead.presses("End the tension")
    lead.sees("is on the register")
    lead.goes_to("/respond/register/")
    lead.follows("Reviews that are asked for")
    lead.follows(re.compile(r"^R-\d{4}-\d+$"))
    lead.shows_rule("review-on-the-register", lead.page.locator("h1"), lead.page.locator("main dl"))


def test_the_share_found_useful_is_shown(come: Come) -> None:
    lead = come("mehreen")
    lead.goes_to("/insight/tensions/")
    lead.shows_rule("tensions-useful", lead.page.locator("h1"), "of those that ended", "Look now")
