"""A director asks for more nurses; the manager reads the passport and approves a part of it."""

from __future__ import annotations

import re

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person, today

_COPY = re.compile(r"^QP-\d{4}-\d+$")


def asks(director: Person) -> str:
    """From the home page to a request; its address."""
    director.follows("Ask to take more learners")
    director.checks_the_page("ask-to-expand")
    director.presses("Send the request")
    director.sees_problem("Where would they learn", "How many more learners")
    director.checks_the_page()
    director.picks("Where would they learn?", "Fenwelldale General NHS Trust")
    director.picks("Which profession?", "Adult nurse")
    director.picks("Which level?", "Before registration")
    director.fills("How many more learners?", "6")
    director.fills_date("From when?", today())
    director.fills("Who would supervise them?", "Two more practice educators.")
    director.fills("Why could you take more?", "A second ward takes students.")
    director.presses("Send the request")
    director.sees("Waiting for a decision")
    director.checks_the_page()
    asked = director.path
    director.goes_to("/govern/expansions/ask/")
    director.picks("Where would they learn?", "Fenwelldale General NHS Trust")
    director.picks("Which profession?", "Adult nurse")
    director.picks("Which level?", "Before registration")
    director.fills("How many more learners?", "6")
    director.fills_date("From when?", today())
    director.fills("Who would supervise them?", "The same.")
    director.fills("Why could you take more?", "The same.")
    director.presses("Send the request")
    director.sees("Nothing was sent twice.")
    return asked


def decides(manager: Person, asked: str) -> None:
    """Opens it from the home page, reads the passport that it carries, approves a part."""
    manager.goes_to("/")
    manager.follows(re.compile("6 more: Adult nurse"))
    assert manager.path == asked
    manager.follows(_COPY)
    manager.checks_the_page("quality-passport")
    manager.sees("There is no overall score.")
    manager.sees("This is a copy of")
    assert manager.downloads("Download it as PDF").startswith(b"%PDF-")
    manager.goes_to(asked)
    manager.presses("Decide")
    manager.checks_the_page()
    manager.answers("What do you decide?", "Approved in part")
    manager.fills("How many more are approved?", "6")
    manager.fills("Reasons", "Supervision is there for four.")
    manager.presses("Decide")
    manager.sees("fewer than the 6 that are asked for")
    manager.checks_the_page()
    manager.fills("How many more are approved?", "4")
    manager.presses("Decide")
    manager.sees("is decided.")
    manager.checks_the_page()


def judges(manager: Person) -> None:
    """A new judgement, after the copies were made."""
    manager.goes_to("/insight/room/organisation/DT-004/standard/1.1/judge/")
    manager.answers("What is the judgement?", "Partly met")
    manager.answers("How confident are you?", "Moderate")
    manager.fills("Reasons", "The newest visit saw it differ between wards.")
    manager.presses("Record the judgement")
    manager.sees("is recorded.")


def number_approved(person: Person) -> int:
    """Of the trust's adult nurses, as the passport or its copy says it."""
    row = person.row(re.compile("Adult nurse, before registration.*Here"))
    found = re.search(r"(\d+) \(from", row.inner_text())
    assert found, row.inner_text()
    return int(found[1])


def test_places_for_nurses_grow(arrive_untouched: Arrive) -> None:
    director = arrive_untouched("dilys")
    director.goes_to("/govern/passports/organisation/DT-004/")
    director.checks_the_page()
    before = number_approved(director)
    director.goes_to("/")
    asked = asks(director)
    manager = arrive_untouched("mehreen")
    decides(manager, asked)
    judges(manager)
    manager.goes_to("/govern/passports/organisation/DT-004/")
    assert number_approved(manager) == before + 4
    manager.sees("Partly met")
    manager.checks_the_page()
    director.goes_to("/govern/capacity/organisation/DT-004/")
    director.sees("Decision on request to expand")
    director.checks_the_page("capacity")
    director.goes_to("/")
    director.sees("Decisions on your requests to expand")
    director.goes_to(asked)
    director.sees("Supervision is there for four.")
    for number in (0, 1):  # at asking, at deciding
        director.goes_to(asked)
        director.page.get_by_role("link", name=_COPY).nth(number).click()
        assert number_approved(director) == before
        director.does_not_see("Partly met")
    director.checks_the_page()
    stranger = arrive_untouched("nerys")
    assert stranger.goes_to(director.path) == 404
    stranger.checks_the_page()


def test_a_list_is_taken_whole_or_not_at_all(arrive_untouched: Arrive) -> None:
    manager = arrive_untouched("mehreen")
    manager.follows("Govern")
    manager.checks_the_page()
    manager.follows("Capacity", within=manager.page.locator("main"))
    manager.checks_the_page()
    manager.follows("Totals by ICB or region")
    manager.checks_the_page()
    manager.goes_to("/govern/capacity/file/upload/")
    manager.checks_the_page()
    head = "Provider or site code,Profession,Level,Approved,From,Counted or approved on,Source"
    good = "DT-004,Dietitian,Before registration,7,2026-09-01,2026-09-01,Agreement"
    for rows in ([good, good.replace("Dietitian", "Wizard")], [good]):
        content = "\n".join([head, *rows]).encode()
        manager.page.set_input_files(
            "input[type=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
        )
        manager.presses("Upload and check")
        manager.checks_the_page()
        if len(rows) > 1:
            manager.sees("Row 3: “Wizard” is not a profession in the list.")
            manager.goes_to("/govern/capacity/file/upload/")
    manager.presses("Record these numbers")
    manager.sees("1 number is recorded.")
