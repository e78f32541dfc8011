"""The telephone of somebody who signs in with a second factor."""

from __future__ import annotations

from datetime import UTC, datetime

from sightline.people.second_factor import codes
from tests.journeys.person import Person


def sets_up_a_second_factor(person: Person, passphrase: str) -> str:
    """The secret that their app then knows."""
    person.goes_to("/account/second-factor/")
    person.checks_the_page()
    key = person.page.locator("p", has_text="Key:").locator("strong").inner_text()
    secret = key.replace(" ", "")
    person.fills("Code that the app shows", code(secret))
    person.page.get_by_label("Password you sign in with", exact=True).fill(passphrase)
    person.presses("Set up")
    person.sees("Keep these recovery codes")
    person.checks_the_page()
    return secret


def code(secret: str) -> str:
    return codes.at_step(secret, codes.step_at(datetime.now(UTC)))


def next_code(secret: str, before: str) -> str:
    """An app shows another code every half minute; one that was used is not taken again."""
    step = codes.step_at(datetime.now(UTC))
    if code(secret) != before:
        return code(secret)
    # A code of the step to come is taken too: clocks of telephones run ahead.
    return codes.at_step(secret, step + 1)
