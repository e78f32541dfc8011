"""Asking people: a roster is mended, they are invited and reminded; posters; who has answered."""

from __future__ import annotations

import email
import email.policy
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pptx import Presentation

from tests.journeys.conftest import Arrive
from tests.journeys.files import csv_file, named, table_of
from tests.journeys.person import Person, today
from tests.journeys.service import Service

HEADINGS = ("address", "provider", "programme", "name")


def letters(service: Service) -> list[tuple[str, str, str]]:
    """Who was written to, the text and the header for opting out, of every message in order."""
    found = []
    for path in sorted(Path(service.environment["EMAIL_FILE_PATH"]).glob("*.log")):
        for text in path.read_text(encoding="utf-8").split("\n" + "-" * 79 + "\n"):
            if text.strip():
                one = email.message_from_string(text, policy=email.policy.default)
                if one["List-Unsubscribe"] is None:
                    continue  # not of a survey: a letter to one person
                header = one["List-Unsubscribe"].strip().strip("<>")
                found.append((str(one["To"]), one.get_content(), header))
    return found


def shows_when_done(person: Person, words: str | re.Pattern[str]) -> None:
    """Wait on a page that shows by itself when its work is done."""
    person.page.get_by_text(words).first.wait_for(timeout=60_000)


def test_from_a_roster_with_errors_to_a_reminder(
    sign_in: Arrive, visitor: Arrive, service: Service
) -> None:
    manager = sign_in("mehreen")
    manager.follows("Listen")
    manager.follows("Rounds under way")
    manager.checks_the_page()
    manager.page.locator("main").get_by_role("link", name=re.compile("^Supervision pulse")).click()
    manager.checks_the_page("who-has-answered")
    place = provider_on(manager)
    manager.follows("Invitations, messages and links")
    manager.checks_the_page()
    invitations = manager.path
    errors = uploads_with_errors(manager, place)
    # Mended, they are added.
    mended = errors.replace(b"nobody", b"new8@example.org").replace(b"NOWHERE", place.encode())
    manager.goes_to(invitations)
    uploads(manager, named("mended.csv", mended))
    puts_on_the_list(manager, 2)

    # They are written to, once.
    writes(manager, invitations, "Everybody on the list who was not written to yet")
    sent = [one for one in letters(service) if one[0].startswith("new")]
    assert sorted(to for to, _, _ in sent) == [f"new{n}@example.org" for n in range(10)]
    assert "asks you to take part" in sent[0][1]
    assert "/a/" in sent[0][1]

    # One of them wants no more, from the link in the message, without an account.
    learner = visitor()
    learner.goes_to(urlsplit(sent[0][2]).path)
    learner.checks_the_page()
    learner.presses("Stop messages")
    learner.sees("We will not write to you about surveys again")
    learner.checks_the_page()

    # A reminder goes to those who have not answered, and not to who opted out.
    writes(manager, invitations, "Everybody who was written to and has not answered")
    reminded = {to for to, text, _ in letters(service) if "starts afresh" in text}
    assert sent[0][0] not in reminded
    assert sent[1][0] in reminded
    plans_and_calls_off(manager, invitations)


def uploads(person: Person, file: dict[str, Any]) -> None:
    """From the page of invitations: choose the file and have it checked."""
    person.presses("Upload a roster")
    person.checks_the_page()
    person.page.get_by_label("Roster", exact=True).set_input_files(file)  # type: ignore[arg-type]
    person.presses("Upload and check")


def uploads_with_errors(person: Person, place: str) -> bytes:
    """Eight good rows and two in error; the file of those. Names are not read."""
    rows = [(f"new{number}@example.org", place, "", f"Person {number}") for number in range(8)]
    rows += [("nobody", place, "", "Person 8"), ("new9@example.org", "NOWHERE", "", "Person 9")]
    uploads(person, csv_file("people.csv", [HEADINGS, *rows]))
    shows_when_done(person, "Put 8 people on the list")
    person.sees("is neither an e-mail address nor a mobile number")
    person.sees("Columns that are not read and not kept: name")
    person.checks_the_page()
    errors = person.downloads(re.compile("Download 2 rows in error"))
    puts_on_the_list(person, 8)
    return errors


def puts_on_the_list(person: Person, number: int) -> None:
    shows_when_done(person, f"Put {number} people on the list")
    person.presses(f"Put {number} people on the list")
    shows_when_done(person, f"{number} people were put on the list")


def writes(person: Person, invitations: str, who: str) -> None:
    person.goes_to(invitations)
    person.presses("Send or plan messages")
    person.checks_the_page()
    person.answers("Who is written to?", who)
    person.answers("When?", "Now")
    person.presses("Go on")
    shows_when_done(person, re.compile("^Done"))
    person.checks_the_page()


def plans_and_calls_off(person: Person, invitations: str) -> None:
    person.goes_to(invitations)
    person.presses("Send or plan messages")
    person.answers("Who is written to?", "Everybody who was written to and has not answered")
    person.answers("When?", "On a day that I choose")
    person.fills_date("Day", today() + timedelta(days=5))
    person.presses("Go on")
    person.sees("Planned: they go out from")
    person.checks_the_page()
    person.presses("Call off what has not gone out")
    person.sees("Called off")


def provider_on(manager: Person) -> str:
    """The code of the first provider of the round's list, from its download by provider."""
    manager.goes_to(manager.path + "?by=provider")
    file = manager.downloads("Download as CSV")
    name = next(
        row["Provider"]
        for row in table_of(file, "Provider", "Expected", "Have answered")
        if row["Have answered"] != "withheld"
    )
    page = manager.path
    manager.goes_to(f"/organisations/?q={name}")
    link = manager.page.locator("main").get_by_role("link", name=name, exact=True).first
    code = (link.get_attribute("href") or "").rstrip("/").rsplit("/", 1)[1]
    manager.goes_to(page)
    return code


def test_posters_slides_and_cards_of_a_ward(sign_in: Arrive) -> None:
    manager = sign_in("mehreen")
    manager.goes_to("/listen/monitor/")
    manager.page.locator("main").get_by_role(
        "link", name=re.compile("^Invitations of Supervision pulse")
    ).click()
    manager.follows(re.compile("open links? with poster"))
    manager.checks_the_page()
    poster = manager.downloads(re.compile("^Poster of Ward 7"))
    assert poster.startswith(b"%PDF-")
    assert b"pdfuaid" in poster
    slide = Presentation(io.BytesIO(manager.downloads(re.compile("^Slide of Ward 7")))).slides[0]
    assert "/a/" in " ".join(one.text_frame.text for one in slide.shapes if one.has_text_frame)
    assert manager.downloads(re.compile("^QR code of Ward 7")).startswith(b"<svg")
    manager.presses("Make open links")
    manager.checks_the_page()
    manager.fills("Provider or site", "no such place")
    manager.presses("Make the links")
    manager.sees_problem("There is no open provider or site of that code or name in this round.")


def test_touchpoints_say_who_is_due(sign_in: Arrive) -> None:
    manager = sign_in("mehreen")
    manager.follows("Listen")
    manager.follows("Touchpoints")
    manager.checks_the_page()
    manager.page.locator("main").get_by_role("link", name=re.compile("^Placements at")).click()
    manager.sees("Start of a placement")
    manager.checks_the_page("touchpoints")
    manager.goes_to("/listen/invitations/touchpoints/add/")
    manager.checks_the_page()
