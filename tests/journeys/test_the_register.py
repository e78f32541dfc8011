"""The register: one question in the address for list, chart and file, as at any day, per reader."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tests.journeys.conftest import Arrive
from tests.journeys.files import table_of
from tests.journeys.person import Person, place_of, today

INTERNAL = ("The medical director left in the summer", "Regulator told informally")


def test_filters_are_kept_in_the_address_and_in_the_file(sign_in: Arrive) -> None:
    lead = sign_in("national")
    lead.follows("Register")
    everything = count_of(lead)
    lead.answers("About", "A programme")
    lead.answers("Risk", "Extreme")
    lead.presses("Apply filters")
    assert "level=programme" in lead.page.url
    assert "band=extreme" in lead.page.url
    assert 0 < count_of(lead) < everything
    lead.checks_the_page()
    references = references_of(lead)

    # The address alone brings the same list to somebody else.
    colleague = sign_in("national")
    colleague.goes_to(lead.page.url.removeprefix(lead.address))
    assert references_of(colleague) == references
    assert drawn_in_chart(lead) == len(references)
    rows = table_of(lead.downloads(re.compile("as CSV")), "Reference", "Title")
    assert [row["Reference"] for row in rows] == references
    assert {row["About"] for row in rows} == {"A programme"}
    lead.downloads(re.compile("for Excel"))

    lead.follows(re.compile("Remove filter.*Extreme"))
    assert "band" not in lead.page.url
    lead.follows("Clear all filters")
    assert count_of(lead) == everything


def test_a_question_that_cannot_be_read_is_answered_in_words(sign_in: Arrive) -> None:
    lead = sign_in("national")
    for query, sentence in (
        ("as_at=31+February", "As at"),
        (f"as_at={today() + timedelta(days=2)}", "As at must be today or earlier"),
        ("q=no+such+words", "No concern answers all of these filters"),
    ):
        assert lead.goes_to(f"/respond/register/?{query}") == 200
        lead.sees(sentence)
        lead.checks_the_page()


def test_as_at_a_past_day_shows_what_was_true_then(sign_in: Arrive) -> None:
    """Days are read off the trail of a concern, then the register is asked for them."""
    manager = sign_in("mehreen")
    manager.goes_to("/respond/register/?q=Clinical+supervision+has+fallen")
    manager.follows("Clinical supervision has fallen across the trust")
    raised, worse = day_of(manager, "Concern raised"), day_of(manager, "Category 2")
    closed = day_of(manager, "Closed: ")
    now = {
        raised - timedelta(days=1): None,
        raised: "No category yet",
        worse - timedelta(days=1): "Category 1: Minor concerns",
        worse: "Category 2: Significant concerns",
        closed: "Category 0: Routine",
    }
    for day, category in now.items():
        manager.goes_to(f"/respond/register/?q=Clinical+supervision+has+fallen&as_at={day}")
        rows = manager.page.locator(".app-concern")
        if category is None:
            assert rows.count() == 0, day
        else:
            assert category in rows.first.inner_text(), day
            file = table_of(manager.downloads(re.compile("as CSV")), "Reference", "Title")
            assert (file[0]["Category"] or "No") in category
    # The day is kept while the list is narrowed.
    manager.goes_to(f"/respond/register/?as_at={worse}")
    manager.sees("This is the register as it stood at the end of")
    manager.checks_the_page()
    manager.fills("Reference, title or place", "Clinical")
    manager.presses("Apply filters")
    manager.sees(f"stood at the end of {worse.day} {worse:%B %Y}")
    assert manager.page.locator(".app-concern").count() == 1
    manager.follows("See it as it is now")
    assert "as_at" not in manager.page.url


def test_boards_and_providers_have_no_internal_field(sign_in: Arrive) -> None:
    manager = sign_in("mehreen")
    manager.goes_to("/respond/register/?q=Clinical+supervision+has+fallen")
    manager.follows("Clinical supervision has fallen across the trust")
    path = manager.path
    for text in INTERNAL:
        manager.sees(text)
    for name in ("icb", "dilys"):
        reader = sign_in(name)
        assert reader.goes_to(path) == 200
        reader.does_not_see("nternal")
        for text in INTERNAL:
            reader.does_not_see(text)
        reader.checks_the_page()
        for word in ("medical director", "Regulator told"):
            reader.goes_to(f"/respond/register/?q={word.replace(' ', '+')}")
            assert reader.page.locator(".app-concern").count() == 0, "Search looks inside"
        reader.goes_to("/respond/register/")
        reader.does_not_see("nternal")
        assert b"nternal" not in reader.downloads(re.compile("as CSV"))
        reader.goes_to("/respond/register/raise/where/")
        reader.checks_the_page()
        reader.leaves()


def test_a_concern_is_kept_until_it_is_shared(sign_in: Arrive) -> None:
    manager = sign_in("mehreen")
    director = sign_in("dilys")
    path = raises_by_hand(manager, trust=place_of(director))
    assert director.goes_to(path) == 404
    manager.presses("Write a note")
    manager.checks_the_page()
    manager.follows("Back to")
    manager.presses("Add evidence")
    manager.checks_the_page()
    manager.follows("Back to")
    manager.presses("Review")
    manager.presses("Review")
    manager.checks_the_page()
    manager.follows("Back to")
    manager.presses("Share with the provider")
    manager.checks_the_page()
    manager.presses("Share")
    manager.sees("The provider sees everything in this box")
    assert director.goes_to(path) == 200
    director.sees("Teaching is cancelled at short notice")
    director.does_not_see("Told in confidence")


def raises_by_hand(manager: Person, *, trust: str) -> str:
    """The path of a concern at the trust of the director of education, not shared."""
    manager.goes_to("/respond/register/")
    manager.presses("Raise a concern")
    manager.fills("Name, code or postcode", trust)
    manager.presses("Find")
    manager.checks_the_page()
    manager.follows(trust, within=manager.page.locator("main table"))
    manager.presses("Continue")
    manager.sees_problem("Answer “What is the concern about?”")
    manager.checks_the_page()
    manager.answers("What is the concern about?", "An organisation")
    manager.presses("Continue")
    manager.fills("Title", "Teaching is cancelled at short notice")
    manager.fills("What is the concern?", "Every second session since September.")
    manager.answers("How do you know about it?", "A learner or educator told us")
    manager.fills("What is the evidence?", "E-mails of the teaching office.")
    manager.page.locator("details.app-domain summary").first.click()
    manager.page.locator("details.app-domain").first.get_by_role("checkbox").first.check()
    manager.answers("How likely is it?", "3 – Possible")
    manager.answers("How bad would it be?", "3 – Moderate")
    manager.fills("What should only quality teams know?", "Told in confidence")
    manager.answers("Share it with the provider now?", "No, not yet.")
    manager.presses("Raise the concern")
    manager.sees("is on the register")
    manager.sees("Not shared")
    manager.checks_the_page()
    return manager.path


def count_of(person: Person) -> int:
    found = re.search(r"(\d+) concern", person.page.locator("#result-count").inner_text())
    assert found
    return int(found.group(1))


def references_of(person: Person) -> list[str]:
    return [one.inner_text() for one in person.page.locator(".app-concern__reference").all()]


def drawn_in_chart(person: Person) -> int:
    """How many concerns the fields of the risk matrix hold together, by its table."""
    counts = person.page.locator("#risk-matrix table tbody tr td:last-child a")
    return sum(int(text) for text in counts.all_text_contents())


def day_of(person: Person, step: str) -> date:
    """The day of the newest line of the trail that begins so."""
    trail = person.page.locator("#trail ~ ol, #trail + ol").get_by_role("listitem")
    line = trail.filter(has_text=re.compile(re.escape(step))).first
    moment = line.locator("time").get_attribute("datetime")
    assert moment
    return date.fromisoformat(moment[:10])
