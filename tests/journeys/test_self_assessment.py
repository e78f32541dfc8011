"""A practice manager finishes on a phone; a trust of five contributors and an executive signs; a
reviewer queries an answer, and the provider replies."""

from __future__ import annotations

import re

from tests.journeys.conftest import PASSPHRASE, Arrive
from tests.journeys.person import PHONE, Person
from tests.journeys.second_factor import code, next_code, sets_up_a_second_factor


def _goes_to_the_open_one(person: Person) -> None:
    """From the home page to what is asked of the provider now."""
    person.goes_to("/")
    person.follows(re.compile(r"Self-assessment \d{4}: "), within=person.page.locator("main"))


def _answers_all(person: Person, *, but: str = "") -> None:
    """Met to everything; the question that holds the words ``but`` is partly met."""
    for group in person.page.get_by_role("group").filter(has=person.page.get_by_label("Met")).all():
        is_but = but and but in group.inner_text()
        group.get_by_label("Partly met" if is_but else "Met", exact=True).check()


def test_a_practice_manager_finishes_on_a_phone(visitor: Arrive) -> None:
    manager = visitor(width=PHONE["width"], javascript=False)
    manager.signs_in("practice@example.org", PASSPHRASE)
    _goes_to_the_open_one(manager)
    # What is asked of a practice; what it really takes is measured as people save.
    asked = manager.sees(re.compile(r"It takes about \d+ minutes")).inner_text()
    assert int(asked.split("about ")[1].split()[0]) <= 25
    manager.presses("Begin")
    manager.fills("How many learners are with you in a year?", "3")
    manager.ticks("General practice")
    manager.presses("Save and continue")
    manager.sees("A good place to learn")
    for title in ("A good place to learn", "Supervision in surgery", "People who learn"):
        manager.follows(re.compile(title))
        if title == "Supervision in surgery":
            manager.presses("Save and finish this section")
            manager.sees_problem(": choose an answer")
        _answers_all(manager)
        manager.fills("What shows it, or what is missing", "Looked at together this week.")
        manager.presses("Save and finish this section")
        _goes_to_the_open_one(manager)
    manager.sees("Every section is finished")

    partner = visitor(width=PHONE["width"])
    partner.signs_in("partner@example.org", PASSPHRASE)
    secret = sets_up_a_second_factor(partner, PASSPHRASE)
    used = code(secret)
    partner.goes_to("/")
    partner.sees("Self-assessments to sign")
    _goes_to_the_open_one(partner)
    assert partner.heading() == "Read and sign"
    partner.check("self-assessment-sign")
    partner.ticks("I have read this self-assessment")
    partner.fills("Code of your authenticator app", next_code(secret, used))
    partner.presses("Sign")
    partner.sees("It is signed")
    partner.check()


#: Who helps the trust with which section.
_HELPERS = {
    "Educational governance": "Gwen Governance",
    "Learners": "Leo Learners",
    "Supervisors": "Sunita Supervisors",
    "Programmes and curricula": "Pavel Programmes",
    "Workforce": "Wren Workforce",
}


def _invites(director: Person, here: str, section: str, name: str) -> str:
    """Somebody is asked for a section; the path of their link."""
    director.goes_to(here)
    director.follows("Invite somebody to fill in a section")
    director.picks("Section", section)
    director.fills("Their name", name)
    director.fills("Their email address", f"{name.split()[0].lower()}@example.org")
    director.presses("Invite")
    link = director.page.locator("p", has_text="Their link").locator("strong").inner_text()
    return link[link.index("/assess/") :]


def _helps(visitor: Arrive, link: str, section: str) -> Person:
    """Without an account, on a phone: answers the section and hands it in."""
    contributor = visitor(width=PHONE["width"])
    contributor.goes_to(link)
    assert contributor.heading() == section
    contributor.does_not_see("Sign out")
    is_last = section == "Workforce"
    _answers_all(contributor, but="careers" if is_last else "")
    if is_last:
        contributor.check()
        contributor.presses("Save and hand in")
        contributor.sees_problem("say what is missing")
        contributor.page.get_by_label("What shows it, or what is missing").nth(1).fill("Not yet.")
    contributor.presses("Save and hand in")
    contributor.sees("Handed in.")
    contributor.sees("You have handed it in.")
    return contributor


def _is_sent_back(director: Person, contributor: Person, here: str, link: str) -> None:
    """The director asks for more; the contributor does it again."""
    director.goes_to(here)
    director.follows("Workforce", within=director.page.locator("main"))
    director.checks_the_page("self-assessment-section")
    director.follows("Write a note or send the section back")
    director.checks_the_page()
    director.fills("Your note", "Please name the rota.")
    director.answers("What should happen?", "Send the section back")
    director.presses("Save note")
    contributor.goes_to(link)
    contributor.sees("This section was sent back to you")
    contributor.does_not_see("You have handed it in")
    contributor.sees("Please name the rota.")
    contributor.check()
    contributor.page.get_by_label("What shows it, or what is missing").first.fill("The rota, May.")
    contributor.presses("Save and hand in")
    contributor.sees("Handed in.")
    contributor.does_not_see("This section was sent back to you")


def test_a_trust_with_five_contributors_and_an_executive_signs(
    sign_in: Arrive, visitor: Arrive
) -> None:
    director = sign_in("dilys")
    _goes_to_the_open_one(director)
    director.checks_the_page("self-assessment")
    here = director.path
    director.follows("Name evidence")
    director.fills("What it is", "Exit interviews")
    director.fills("Where it is kept", "Education office")
    director.presses("Add evidence")
    director.checks_the_page()
    links = {title: _invites(director, here, title, name) for title, name in _HELPERS.items()}
    director.checks_the_page()
    helpers = {title: _helps(visitor, link, title) for title, link in links.items()}
    assert len(set(links.values())) == len(helpers) == 5
    _is_sent_back(director, helpers["Workforce"], here, links["Workforce"])

    director.goes_to(here)
    executive = visitor()
    executive.signs_in("executive@example.org", PASSPHRASE)
    secret = sets_up_a_second_factor(executive, PASSPHRASE)
    used = code(secret)
    executive.goes_to(here)
    executive.presses("Read and sign")
    executive.sees("It cannot be signed yet")
    for title in _HELPERS:
        director.goes_to(here)
        director.follows(re.compile(f"^{title}"), within=director.page.locator("main"))
        director.sees(re.compile(f"Last saved by {_HELPERS[title]}"))
        director.presses("Save and finish this section")
    executive.goes_to(here)
    executive.presses("Read and sign")
    executive.checks_the_page()
    for heading in ("Weak answers", "Where learners disagree", "no evidence named"):
        executive.sees(re.compile(heading))
    executive.ticks("I have read this self-assessment")
    executive.fills("Code of your authenticator app", "000000")
    executive.presses("Sign")
    executive.sees_problem("The code is not right")
    executive.ticks("I have read this self-assessment")
    executive.fills("Code of your authenticator app", next_code(secret, used))
    executive.presses("Sign")
    executive.sees("It is signed")
    executive.checks_the_page()
    for title, contributor in helpers.items():
        contributor.goes_to(links[title])
        contributor.sees("This link has ended")
    helpers["Workforce"].check()
    director.goes_to(here)
    director.follows("Begin a new version")
    director.checks_the_page()


def test_a_reviewer_queries_an_answer_and_the_provider_replies(sign_in: Arrive) -> None:
    manager = sign_in("mehreen")
    manager.goes_to("/assess/returns/?status=returned&journey=nhs-trust")
    manager.page.locator("main table a").last.click()
    manager.page.wait_for_load_state()
    manager.checks_the_page()
    here = manager.path
    manager.follows("Read what was signed")
    manager.checks_the_page()
    manager.goes_to(here)
    manager.presses("Review")
    manager.checks_the_page("self-assessment-review")
    review = manager.path
    manager.follows(re.compile("Accept, query or disagree"))
    manager.checks_the_page()
    manager.answers("What do you say of this answer?", "I have a question about it")
    manager.presses("Save")
    manager.sees_problem("Say why")
    manager.fills("Why", "How do you know it of the night shifts?")
    manager.presses("Save")
    manager.follows(re.compile("Write down a finding"))
    manager.checks_the_page()
    manager.goes_to(review)
    manager.presses(re.compile("Accept the"))  # type: ignore[arg-type]
    manager.presses("Write the feedback letter")
    manager.checks_the_page()
    manager.presses("Send the letter")
    manager.sees("Our suggestion")
    manager.checks_the_page("self-assessment-letter")
