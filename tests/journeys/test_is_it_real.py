"""A national lead asks: where is quality falling, is it real, who is affected, what is being done,
and did it work?"""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person, place_of


def test_a_national_lead_asks_the_five_questions(sign_in: Arrive) -> None:
    lead = sign_in("national")
    trust = place_of(sign_in("dilys"))

    where = sees_where_it_falls(lead)
    sees_whether_it_is_real(lead, where)
    sees_who_is_affected(lead)
    sees_what_is_being_done(lead, where)
    sees_that_it_worked(lead, trust)
    sees_how_we_work(lead)
    looks_at_what_has_to_be_seen_in_every_measure(lead)


def sees_where_it_falls(lead: Person) -> str:
    """A trust that stands out and has a concern, and the same in the table of all places."""
    lead.follows("Results")
    low = lead.page.locator("#providers").get_by_role("row")
    row = low.filter(has_text="NHS Trust").filter(has_text=re.compile(r"\d open")).first
    link = row.get_by_role("rowheader").get_by_role("link")
    name, path = link.inner_text(), link.get_attribute("href")
    assert path is not None
    lead.follows("all places at once")
    lead.check("all-places-at-once")
    lead.check_on_a_phone("all-places-on-a-phone")
    expect(lead.row(name)).to_contain_text("▼")
    assert name.encode() in lead.downloads(re.compile("as CSV"))
    lead.opens("Choose rows and columns")
    lead.picks("Rows", "Programmes")
    lead.presses("Apply filters")
    lead.sees("Programmes by theme")
    return path


def sees_whether_it_is_real(lead: Person, path: str) -> None:
    """At one of the providers: beyond chance, since when, and among others like it."""
    lead.goes_to(path)
    lead.sees("Over the rounds")
    lead.sees("What is not known")
    lead.sees(re.compile(r"Since Autumn \d{4}, |No theme has clearly changed"))
    lead.check("is-it-real")
    lead.follows("Among others like it")
    lead.sees(re.compile(r"Compared with \d+ "))
    lead.sees(re.compile(r"\d+(st|nd|rd|th) to \d+(st|nd|rd|th) of \d+|anywhere of \d+"))
    lead.opens("How was this worked out?")
    lead.check("among-others")
    lead.check_on_a_phone("among-others-on-a-phone")


def sees_who_is_affected(lead: Person) -> None:
    """Gaps between groups of people, and whether professions explain them."""
    lead.goes_to("/insight/nation/ENG/")
    lead.follows("Equity")
    lead.sees("gaps from White")
    expect(lead.row("Prefer not to say").first).to_be_visible()
    lead.sees("Sites: all sites of a provider together, always.")
    lead.check("equity")
    lead.check_on_a_phone("equity-on-a-phone")
    assert b"Gap in the same professions" in lead.downloads("Download every theme as CSV")


def sees_what_is_being_done(lead: Person, path: str) -> None:
    """The concern that is open about it, with its category, beside the results."""
    lead.goes_to(path)
    done = lead.page.locator("section", has=lead.page.locator("#doing"))
    expect(done).to_contain_text(re.compile(r"Q-\d{4}-\d{4}"))
    expect(done).to_contain_text("Open")


def sees_that_it_worked(lead: Person, trust: str) -> None:
    """Where supervision fell a year ago and was acted on, it is better again, beyond chance."""
    lead.goes_to("/insight/heatmap/")
    lead.follows(trust)
    lead.sees(re.compile(r"Since Autumn \d{4}, .*better: .*Clinical supervision"))
    changed = lead.page.get_by_role("table", name=re.compile("What changed since"))
    expect(changed.locator("tr", has_text="upervis").first).to_contain_text("Better")
    lead.page.locator("#rounds").get_by_role("link", name="Clinical supervision").first.click()
    lead.sees("What is being done")
    lead.check("did-it-work")


def sees_how_we_work(lead: Person) -> None:
    """Our own work month by month, with what the last month says in words."""
    lead.goes_to("/insight/processes/")
    table = lead.page.get_by_role("table", name="What the last month says")
    expect(table).to_contain_text(re.compile("Usual variation|than usual|Limits need 13 months"))
    lead.check("month-by-month")
    lead.check_on_a_phone("month-by-month-on-a-phone")


def looks_at_what_has_to_be_seen_in_every_measure(lead: Person) -> None:
    lead.goes_to("/insight/drivers/")
    lead.sees("These are correlations.")
    lead.check("what-goes-with-a-good-experience")
    lead.goes_to("/insight/views/")
    lead.follows("Speaking up")
    lead.sees("Open concerns")
    lead.check("speaking-up")
    lead.check_on_a_phone()
