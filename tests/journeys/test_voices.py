"""Somebody raises a concern on a phone, is answered, and says that it changed."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person

QUESTIONS = "/listen/voices/raise/questions/"


def place_of(manager: Person) -> str:
    """A provider that the manager's region looks after."""
    manager.goes_to("/organisations/?kind=trust")
    return manager.page.locator("main table tbody th a").first.inner_text().strip()


def chooses(person: Person, answer: str) -> None:
    person.page.locator("main").get_by_label(answer, exact=True).first.check()
    goes_on(person)


def goes_on(person: Person) -> None:
    person.check()
    person.presses("Continue")


def says_where(person: Person, trust: str) -> None:
    person.fills("Where did it happen?", trust)
    goes_on(person)
    chooses(person, trust)


def sends(person: Person) -> tuple[str, str]:
    """Check and send; the number and the words of the receipt."""
    assert person.heading() == "Check what you wrote"
    person.check()
    person.presses("Send")
    assert person.heading() == "Keep this safe"
    number = person.page.locator(".app-receipt__number").inner_text().strip()
    words = person.page.locator(".app-receipt__words li").all_inner_texts()
    assert len(words) == 4
    return number, " ".join(words)


def comes_back(person: Person, number: str, words: str) -> None:
    person.goes_to("/listen/voices/return/")
    person.check()
    person.fills("Your number", number)
    person.fills("Your four words", words)
    person.presses("Open")
    assert person.heading() == "What you told us"
    person.check()


def raises_a_concern(person: Person, trust: str, *, individual: str = "No") -> tuple[str, str]:
    person.goes_to("/")
    person.presses("Raise a concern")
    person.check()
    person.presses("Start now")
    chooses(person, "A concern")
    chooses(person, "A learner: a student, trainee, apprentice or resident doctor")
    says_where(person, trust)
    assert person.heading() == "Where in that place was it?"
    person.page.locator("#id_place_text").fill("The night team")
    goes_on(person)
    person.picks("Your profession", "nurs")
    goes_on(person)
    person.fills("What happened?", "We were left alone with very ill patients at night.")
    goes_on(person)
    goes_on(person)  # who is affected may be left out
    chooses(person, "Yes")
    chooses(person, "I am not sure")
    chooses(person, individual)
    person.fills("What would you like to happen?", "A nurse in charge whom we can call.")
    goes_on(person)
    chooses(person, "No, stay anonymous")
    chooses(person, "Now")
    return sends(person)


def puts_it_on_the_register_and_answers(manager: Person, number: str) -> None:
    """It becomes a concern on the register, and both know of each other."""
    manager.follows("What people raise")
    manager.sees("The person wrote")
    manager.follows(re.compile(number))
    manager.presses("Put it on the register")
    # "The night team" is none of the places that the trust keeps: the manager decides.
    manager.checks_the_page()
    manager.answers("What is the concern about?", "An organisation")
    manager.presses("Continue")
    manager.sees(f"What the person wrote in {number}")
    manager.checks_the_page("voice-to-register")
    manager.page.locator("#id_title").fill("Learners are left alone at night")
    manager.fills("What is the concern?", "Learners work without a senior person at night.")
    manager.page.locator("main input[name=standards]").first.evaluate("box => box.click()")
    manager.page.locator("main input[name=likelihood]").nth(3).check()
    manager.page.locator("main input[name=impact]").nth(3).check()
    manager.fills("What do we tell the person who raised it?", "We have taken it up.")
    manager.presses("Raise the concern")
    manager.sees("is on the register")
    manager.checks_the_page()
    manager.follows(number)
    manager.presses("Answer")
    manager.fills("Answer to the person", "A senior nurse is on every night.")
    manager.presses("Send the answer")
    manager.checks_the_page()


def test_a_concern_from_a_phone_to_a_change(visitor: Arrive, sign_in: Arrive) -> None:
    manager = sign_in("mehreen")
    trust = place_of(manager)
    nurse = visitor(width=320)
    number, words = raises_a_concern(nurse, trust)
    nurse.check("voice-receipt")
    assert {one["name"] for one in nurse.context.cookies()} <= {"csrftoken"}

    manager.goes_to("/")
    manager.sees(f"{number}: a concern")
    manager.goes_to("/listen/")
    manager.follows("What people raise")
    manager.checks_the_page("voices-queue")
    manager.follows(re.compile(number))
    manager.checks_the_page("voice-case")
    manager.presses("Tell the person we have read it")
    manager.checks_the_page()
    manager.presses("Tell the person")
    manager.presses("Write to the person")
    manager.answers("What is it?", "A question to the person")
    manager.fills("What should the person read?", "Is there a bleep for the site manager?")
    manager.checks_the_page()
    manager.presses("Send")

    comes_back(nurse, number, words)
    nurse.sees("Is there a bleep for the site manager?")
    nurse.fills("Add something, or answer our question", "Yes, but nobody answers it.")
    nurse.presses("Send")
    nurse.sees("What you wrote has been added.")

    puts_it_on_the_register_and_answers(manager, number)

    comes_back(nurse, number, words)
    nurse.sees("A senior nurse is on every night")
    nurse.answers("Has it changed?", "Yes, it has changed")
    nurse.presses("Tell us")
    nurse.sees("We know now whether it changed.")
    nurse.check("voice-opened")
    manager.page.reload()
    manager.sees("Yes, it has changed")


def test_a_case_about_one_person_is_nowhere_for_the_team(visitor: Arrive, sign_in: Arrive) -> None:
    manager = sign_in("mehreen")
    nurse = visitor(width=320, javascript=False)
    number, _ = raises_a_concern(nurse, place_of(manager), individual="Yes")
    nurse.sees("Only the few who handle such cases can open it")
    assert manager.goes_to(f"/listen/voices/{number}/") == 404
    manager.goes_to("/listen/voices/")
    manager.does_not_see(number)
    lead = sign_in("national")
    assert lead.goes_to(f"/listen/voices/{number}/") == 200
    lead.checks_the_page("voice-restricted")
    expect(lead.page.get_by_text("Who opened this case")).to_be_visible()


def test_a_story_is_told_in_public(visitor: Arrive, sign_in: Arrive) -> None:
    manager = sign_in("mehreen")
    trust = place_of(manager)
    student = visitor(width=320)
    student.goes_to(QUESTIONS)
    chooses(student, "A story of good teaching or support")
    chooses(student, "A learner: a student, trainee, apprentice or resident doctor")
    says_where(student, trust)
    goes_on(student)
    goes_on(student)
    student.fills("What happened?", "My supervisor sat with me after a hard day.")
    goes_on(student)
    chooses(student, "Yes")
    chooses(student, "No, stay anonymous")
    number, _ = sends(student)

    manager.goes_to(f"/listen/voices/{number}/")
    manager.presses("Decide what becomes of it")
    manager.answers("What becomes of it?", "A story of good practice")
    manager.fills("Answer to the person", "Thank you. We would like others to know.")
    manager.checks_the_page()
    manager.presses("Decide and answer")
    manager.presses("Tell the story in public")
    manager.page.locator("#id_title").fill("Time after a hard day")
    manager.ticks("I have read it, and nobody can be recognised from it")
    manager.checks_the_page()
    manager.presses("Tell it in public")
    student.goes_to("/listen/voices/stories/")
    student.follows(trust)
    student.sees("Time after a hard day")
    student.check("voice-story")


def test_the_pages_around(visitor: Arrive, sign_in: Arrive) -> None:
    anybody = visitor()
    for path in ("/", "/listen/voices/raise/", "/listen/voices/guardians/find/?q=hospital"):
        anybody.goes_to(path)
        anybody.checks_the_page()
    administrator = sign_in("admin")
    for path in (
        "/listen/voices/erase/",
        "/listen/voices/policy/",
        "/listen/voices/guardians/",
    ):
        administrator.goes_to(path)
        administrator.checks_the_page()
    director = sign_in("dilys")
    director.goes_to("/listen/voices/guardians/")
    director.page.locator("main table tbody th a").first.click()
    director.fills("Telephone number", "01632 960987")
    director.presses("Save")
    director.sees("01632 960987")
    director.checks_the_page()
