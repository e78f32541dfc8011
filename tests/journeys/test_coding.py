"""A coder adds a code, codes five comments by keyboard, and sees agreement and trend.

And asks the machine to learn and to look for themes, which the background worker does.
"""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person


def codes_one(coder: Person) -> None:
    """Tick the first code by its key, then Enter: the next comment comes."""
    first = coder.page.locator("[data-quick-codes] input[type=checkbox]").first
    before = coder.page.locator("input[name=key]").input_value()
    # The focus is in the list of codes already, once the first comment is stored.
    coder.page.keyboard.press("1")
    expect(first).to_be_checked()
    coder.page.keyboard.press("Enter")
    expect(coder.page.locator("input[name=key]")).not_to_have_value(before)
    coder.sees("Change the last one")


def test_a_coder_codes_five_comments_by_keyboard(arrive_untouched: Arrive) -> None:
    coder = arrive_untouched("national")
    coder.follows("Listen")
    coder.follows("Codebook")
    coder.checks_the_page()
    coder.presses("Add a code")
    coder.checks_the_page()
    coder.fills("Name of the code", "Handover")
    coder.fills("When is it used, and when not?", "Whether learners are part of the handover")
    coder.presses("Add the code")
    coder.sees("“Handover” is added.")
    coder.follows(re.compile("^Code comments of"))
    coder.checks_the_page()
    coder.page.locator("[data-quick-codes] input[type=checkbox]").first.focus()
    for _ in range(5):
        codes_one(coder)
    coder.checks_the_page()
    coder.follows("Codebook")
    coder.follows("Do coders agree?")
    coder.sees("comments coded by two")
    coder.checks_the_page()
    coder.follows("Codebook")
    coder.follows("How themes change from round to round")
    coder.follows("codes of the codebook")
    coder.sees("that somebody coded")
    coder.checks_the_page()


def asks_the_machine(coder: Person, button: str, ending: str | re.Pattern[str]) -> None:
    """Press, and wait on the page that comes again by itself until the worker is done."""
    coder.presses(button)
    expect(coder.page.get_by_text(ending).first).to_be_visible(timeout=60_000)
    # It stands still now.
    expect(coder.page.get_by_role("progressbar")).to_have_count(0)
    coder.checks_the_page()


def test_a_coder_lets_the_machine_learn_and_look_for_themes(arrive_untouched: Arrive) -> None:
    coder = arrive_untouched("national")
    coder.follows("Listen")
    coder.follows("Codebook")
    asks_the_machine(coder, "Learn again now", re.compile(r"Learnt from \d+ comments"))
    coder.presses("See what it has learnt")
    # Who asks again at once is told why not, on the page where the button is.
    coder.presses("Learn again now")
    coder.sees_problem("The service learnt less than five minutes ago. Try again in a while.")
    coder.follows("Look for themes that have no code yet")
    asks_the_machine(coder, "Look again", re.compile(r"found among \d+ comments"))
    coder.presses("See the themes")
    coder.sees("mostly about it")
    coder.checks_the_page()
