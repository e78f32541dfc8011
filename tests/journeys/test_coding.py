"""A coder adds a code, codes five comments by keyboard, and sees agreement and trend."""

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
