"""From learners' answers to what they are told, and back: one concern, walked by those it needs."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person, place_of, today

ASKED = "Which areas are open at night, and who has a key?"
ANSWERED = "All but one are open at night now. The charge nurse of each ward has the key."
INTERNAL = "The estates lead is under investigation by the trust."
PROMISE = "Every ward has a place to rest that is open all night."
HAS_READ = "I have read it, and nobody can be recognised from it"
WE_DID = "Every ward now has a place to rest that is open all night."


def test_from_a_red_item_to_learners_and_back(sign_in: Arrive, visitor: Arrive) -> None:
    director = sign_in("dilys")
    director.checks_the_page()
    manager = sign_in("mehreen")
    manager.checks_the_page("home-of-a-regional-manager")

    finds_a_red_item(manager, trust=place_of(director))
    item, item_path = manager.heading(), manager.path
    concern = raises_a_concern(manager)
    asks_the_provider(manager)
    answers_the_shared_part(director, concern)
    decides_a_category(manager, concern)
    commitment = agrees_a_commitment(manager)
    sends_proof(director, commitment)
    checks_the_proof(manager, commitment)
    reply = tells_learners(manager, item)

    reads_what_happened(visitor(), place_of(director), reply, item)
    sees_what_is_being_done(manager, item_path, concern, commitment, reply)
    closes_and_reopens(manager, concern)
    sees_who_did_what(manager, concern, commitment, reply)
    sees_no_internal_step(director, concern)


def finds_a_red_item(manager: Person, *, trust: str) -> None:
    manager.follows("Results")
    manager.checks_the_page()
    # The round before the newest, in which supervision fell at this trust.
    manager.follows(re.compile(r"^Autumn \d{4}$"), within=manager.page.locator("main"))
    # A provider that stands out, then one of its questions.
    manager.row(trust).get_by_role("link", name=trust).click()
    expect(manager.page.get_by_role("heading", name="What is being done")).to_be_visible()
    assert manager.heading() == trust
    manager.checks_the_page("results-of-a-provider")
    # Questions are folded under their themes; their codes begin with LS.
    red = manager.page.locator("tr", has_text="Below").locator("a[href*='/item/LS']").all()
    paths = [str(link.get_attribute("href")) for link in red]
    assert paths, "no question of the trust is red"
    manager.goes_to(next(path for path in paths if may_be_told_in_public(manager, path)))
    expect(manager.page.get_by_role("heading", name="What is being done")).to_be_visible()
    manager.check("item")
    manager.check_on_a_phone("item-on-a-phone")


def may_be_told_in_public(manager: Person, item: str) -> bool:
    """Whether its figures may stand beside a reply: the page for drafting one says so."""
    manager.goes_to(item)
    manager.presses("Draft a reply to learners")
    figures = manager.page.get_by_role("table", name="Figures that may stand beside it in public")
    return "Withheld" not in figures.inner_text()


def raises_a_concern(manager: Person) -> str:
    """The reference of the new concern."""
    manager.presses("Raise a concern from this result")
    manager.checks_the_page()
    manager.fills("Title", "")
    manager.fills("What is the concern?", "")
    manager.presses("Raise the concern")
    manager.sees_problem(
        "Enter title",
        "Answer “What is the concern?”",
        "Answer “How likely is it?”",
        "Answer “How bad would it be?”",
    )
    manager.checks_the_page()

    manager.fills("Title", "Nowhere to rest at night")
    manager.fills("What is the concern?", "Rooms to rest in are locked at night.")
    manager.fills("What other evidence is there?", "Three visits at night, in October.")
    manager.fills("How many learners are affected?", "85")
    manager.answers("How likely is it?", "4 – Likely")
    manager.answers("How bad would it be?", "3 – Moderate")
    manager.fills("What controls are in place?", "The site manager opens doors when asked.")
    manager.fills("What should only quality teams know?", INTERNAL)
    manager.answers("Share it with the provider now?", "Yes.")
    manager.presses("Raise the concern")

    manager.sees("is on the register")
    manager.sees(INTERNAL)
    manager.sees("Internal: NHS England only")
    manager.checks_the_page()
    return manager.path.rstrip("/").split("/")[-1]


def asks_the_provider(manager: Person) -> None:
    manager.presses("Ask the provider")
    manager.presses("Send the question")
    manager.sees_problem("Enter your question")
    manager.checks_the_page()
    manager.page.locator("main textarea").fill(ASKED)
    manager.presses("Send the question")
    manager.sees(ASKED)
    manager.sees("An answer to our question")


def answers_the_shared_part(director: Person, concern: str) -> None:
    director.goes_to("/")
    director.checks_the_page()
    director.follows(concern)
    director.sees(ASKED)
    director.does_not_see(INTERNAL)
    director.does_not_see("Internal")
    director.checks_the_page()
    director.presses("Answer")
    director.sees(ASKED)
    director.presses("Send the answer")
    director.sees_problem("Enter your answer")
    director.checks_the_page()
    director.page.locator("main textarea").fill(ANSWERED)
    director.presses("Send the answer")
    director.sees(ANSWERED)


def decides_a_category(manager: Person, concern: str) -> None:
    manager.follows("Register")
    manager.checks_the_page("register")
    manager.follows("Nowhere to rest at night")
    manager.sees(ANSWERED)
    manager.check("concern-with-two-lanes", show="Nowhere to rest at night")
    manager.presses("Decide a category")
    manager.checks_the_page()
    manager.presses("Record the decision")
    manager.sees_problem(
        "Answer “Which category?”", "Answer “Which evidence does the decision rest on?”"
    )
    manager.checks_the_page()
    manager.answers("Which category?", "1: Minor concerns")
    manager.answers(
        "Which evidence does the decision rest on?", "Three visits at night, in October."
    )
    manager.fills("Why this category?", "The trust accepts it and has begun to act.")
    manager.fills("Who decided?", "Regional education quality committee")
    manager.fills_date("Date of the decision", today())
    manager.fills_date("Date of next review", today() + timedelta(days=60))
    manager.check("decide-a-category", show="Which category?")
    manager.presses("Record the decision")
    manager.sees("Category 1: Minor concerns")
    manager.sees("The trust accepts it and has begun to act.")


def agrees_a_commitment(manager: Person) -> str:
    """The reference of the new commitment."""
    manager.presses("Agree a commitment")
    manager.checks_the_page()
    manager.presses("Agree it")
    manager.sees_problem("Answer “What will be done?”", "By when")
    manager.checks_the_page()
    manager.fills("What will be done?", PROMISE)
    manager.fills("What will show that it is done?", "A list of rooms with their hours")
    manager.picks("Who sends the proof?", "Dilys Marchetti")
    manager.fills_date("By when?", today() + timedelta(days=60))
    manager.presses("Agree it")
    found = re.search(r"C-\d{4}-\d{4}", manager.sees("is agreed").inner_text())
    assert found
    return found.group()


def sends_proof(director: Person, commitment: str) -> None:
    director.follows("Commitments")
    director.checks_the_page()
    director.follows(commitment)
    director.checks_the_page()
    director.presses("Send proof that it is kept")
    director.presses("Send proof")
    director.sees_problem("Answer “What was done, and how can it be seen?”", "Enter date it was")
    director.checks_the_page()
    director.fills("What was done, and how can it be seen?", "List of rooms, signed by estates.")
    director.fills_date("Date it was done", today())
    director.presses("Send proof")
    director.sees("Waiting to be checked by somebody else")


def checks_the_proof(manager: Person, commitment: str) -> None:
    manager.goes_to("/")
    manager.follows(commitment)
    manager.checks_the_page()
    manager.presses("Store the check")
    manager.sees_problem("Answer “Is the commitment kept?”", "Answer “Why?”")
    manager.checks_the_page()
    manager.answers("Is the commitment kept?", "Accepted")
    manager.fills("Why?", "We saw the list, and two of the rooms at night.")
    manager.presses("Store the check")
    manager.sees("Kept")
    manager.checks_the_page()


def tells_learners(manager: Person, item: str) -> str:
    """The reference of the published reply."""
    manager.presses("Tell learners: draft a reply")
    manager.checks_the_page()
    manager.sees(item)
    manager.fills("You said", "You told us that you had nowhere to rest at night.")
    manager.answers("What came of it?", "Changed")
    manager.fills("We did", "Three nurses told us that rooms were locked. " + WE_DID)
    manager.presses("Store the draft")
    manager.checks_the_page()
    manager.presses("Check and publish")
    manager.presses("Publish")
    manager.sees_problem("Read the reply, then tick the box")
    manager.checks_the_page()
    manager.ticks(HAS_READ)
    manager.presses("Publish")
    manager.sees_problem("“Three nurses” counts fewer than")
    manager.checks_the_page()

    manager.follows("Back to")
    manager.presses("Change the draft")
    manager.checks_the_page()
    manager.fills("We did", WE_DID)
    manager.presses("Store the draft")
    manager.presses("Check and publish")
    manager.checks_the_page()
    manager.ticks(HAS_READ)
    manager.presses("Publish")
    manager.sees("On the public page since")
    manager.checks_the_page()
    return manager.path.rstrip("/").split("/")[-1]


def reads_what_happened(anybody: Person, trust: str, reply: str, item: str) -> None:
    """From the front page to the questions behind the reply, without an account."""
    anybody.goes_to("/")
    anybody.checks_the_page()
    anybody.follows("What happened because of what learners said")
    anybody.checks_the_page()
    anybody.follows(trust)
    anybody.sees(WE_DID)
    anybody.does_not_see(INTERNAL)
    anybody.checks_the_page("public-replies")
    # From the reply, one click: no more than two are promised.
    anybody.follows(re.compile(reply))
    anybody.sees(item)
    expect(anybody.page.locator("main")).to_contain_text("answers were positive")
    anybody.checks_the_page()


def sees_what_is_being_done(manager: Person, item_path: str, *references: str) -> None:
    """From the low item, one click to each of the concern, the commitment and the reply."""
    manager.goes_to(item_path)
    doing = manager.page.locator("main")
    for reference in references:
        expect(doing.get_by_role("link", name=reference)).to_have_count(1)
    manager.checks_the_page()
    manager.follows(references[0])
    assert references[0] in manager.path


def closes_and_reopens(manager: Person, concern: str) -> None:
    manager.presses("Close")
    manager.checks_the_page()
    manager.presses("Close this concern")
    manager.sees_problem("Answer “How did it end?”", "Answer “Why can it be closed?”")
    manager.checks_the_page()
    manager.answers("How did it end?", "Resolved")
    manager.fills("Why can it be closed?", "The rooms are open.")
    manager.fills("What evidence shows it?", "Our visit.")
    manager.fills_date("Keep watching until", today() + timedelta(days=90))
    manager.presses("Close this concern")
    manager.sees("Closed, being monitored")
    manager.checks_the_page()
    manager.presses("Reopen")
    manager.presses("Reopen it")
    manager.sees_problem()
    manager.checks_the_page()
    manager.page.locator("main textarea").first.fill("A room was locked again.")
    manager.fills_date("Date of next review", today() + timedelta(days=28))
    manager.presses("Reopen it")
    manager.sees("A room was locked again.")
    manager.checks_the_page()


def sees_who_did_what(manager: Person, concern: str, commitment: str, reply: str) -> None:
    pages = {
        f"/respond/register/{concern}/": (
            "Concern raised and shared with the provider",
            "Evidence added",
            "Question to the provider",
            "Answer of the provider",
            "Category 1",
            f"Commitment {commitment} agreed",
            "Closed: resolved",
            "Reopened",
        ),
        f"/commitments/{commitment}/": ("agreed", "Proof sent", "Proof accepted"),
        f"/listen/replies/{reply}/": ("drafted", "published"),
    }
    for path, steps in pages.items():
        manager.goes_to(path)
        trail = manager.page.locator("main").get_by_role("list").filter(has_text="Mehreen").last
        for step in steps:
            expect(trail).to_contain_text(re.compile(step, re.IGNORECASE))
        for name in ("Dilys Marchetti",) if "replies" not in path else ():
            expect(trail).to_contain_text(name)


def sees_no_internal_step(director: Person, concern: str) -> None:
    director.goes_to(f"/respond/register/{concern}/")
    director.sees("Reopened")
    director.does_not_see(INTERNAL)
    director.checks_the_page()
