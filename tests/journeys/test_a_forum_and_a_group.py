"""A forum is heard, answered and told; a group votes on phones and sees what it agrees on."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person, today

SAID = "Nobody on the ward knew that we were coming."


def records_a_meeting(lead: Person) -> None:
    lead.presses("Record a meeting")
    lead.checks_the_page()
    lead.fills_date("When was it held?", today())
    lead.answers("How was it held?", "Online")
    lead.fills("Who was not heard?", "Night staff")
    lead.presses("Record the meeting")
    lead.checks_the_page()
    for group, (invited, came) in enumerate(((20, 12), (9, 3))):
        part = lead.page.get_by_role("group", name=f"Group {group + 1}", exact=True)
        part.get_by_label("Profession").select_option(index=group + 1)
        part.get_by_label("Invited").fill(str(invited))
        part.get_by_label("Came").fill(str(came))
    lead.page.get_by_role("button", name="Save", exact=True).click()
    lead.sees("Attendance is written down.")


def writes_down_what_was_said(lead: Person) -> str:
    """Said by few: a number for those who run the forum only. The path of the point."""
    lead.presses("Write down a point")
    lead.checks_the_page()
    lead.fills("What was said?", SAID)
    lead.fills("How many agreed?", "3")
    lead.picks("Theme", "Induction")
    lead.page.get_by_role("button", name="Save", exact=True).click()
    lead.checks_the_page()
    lead.follows(SAID)
    lead.sees("3 of 15")
    return lead.path


def raises_a_concern(lead: Person) -> None:
    """The concern says only "A few"."""
    lead.follows("Raise a concern because of this")
    lead.checks_the_page()
    lead.does_not_see("3 of 15")
    lead.fills("Title", "Wards do not expect learners")
    lead.opens("3 ")
    lead.page.locator("input[name=standards]:visible").first.check()
    lead.answers("How likely is it?", "3")
    lead.answers("How bad would it be?", "2")
    lead.answers("Share it with the provider now?", "Yes")
    lead.presses("Raise the concern")
    lead.sees("A few")
    lead.does_not_see("3 of 15")
    lead.check_on_a_phone()


def promises_and_answers(lead: Person, point: str) -> None:
    lead.goes_to(point)
    lead.sees("rests on this")
    lead.presses("Write down a promise")
    lead.checks_the_page()
    lead.fills("What is promised?", "Wards get the list of learners a week ahead.")
    lead.fills("Or their name and role", "Placement office")
    lead.fills_date("By when?", today() + timedelta(days=5))
    lead.presses("Save")
    lead.presses("Say what came of it")
    lead.checks_the_page()
    lead.answers("What came of it?", "Answered")
    lead.fills("In a sentence", "The placement office sends lists from January.")
    lead.presses("Save")
    lead.checks_the_page()


def tells_the_members(lead: Person, forum: str) -> None:
    lead.goes_to(forum)
    lead.page.get_by_role("row").nth(1).get_by_role("link").click()
    lead.presses("Tell the members")
    lead.checks_the_page()
    lead.fills("What are they told?", "From January wards know that you are coming.")
    lead.answers("How are they told?", "On a page or poster")
    lead.presses("Save")
    lead.sees("From January wards know that you are coming.")
    lead.goes_to("/")
    lead.sees("Wards get the list of learners a week ahead.")


def test_a_meeting_is_recorded_raised_promised_and_told_back(sign_in: Arrive) -> None:
    lead = sign_in("mehreen")
    lead.goes_to("/listen/")
    lead.follows("Forums and focus groups")
    lead.checks_the_page()
    lead.follows(re.compile("^Learner voice forum"))
    lead.checks_the_page()
    forum = lead.path
    records_a_meeting(lead)
    point = writes_down_what_was_said(lead)
    raises_a_concern(lead)
    promises_and_answers(lead, point)
    tells_the_members(lead, forum)

    # A member who signs in reads it; the director reads no small number.
    learner = sign_in("learner")
    learner.sees("From January wards know that you are coming.")
    learner.goes_to("/listen/forums/points/told/")
    learner.checks_the_page()
    director = sign_in("dilys")
    assert director.goes_to(point) == 200
    director.sees("A few")
    director.does_not_see("3 of 15")
    director.checks_the_page()
    assert sign_in("nerys").goes_to(point) == 404


def votes(phone: Person, *choices: str) -> None:
    """One choice on each statement, in the order in which this phone is asked."""
    phone.presses("Begin")
    for choice in choices:
        phone.page.get_by_role("button", name=choice, exact=True).click()
        phone.page.wait_for_load_state()


def opens_a_conversation(lead: Person) -> None:
    lead.goes_to("/listen/codesign/")
    lead.checks_the_page()
    lead.presses("Begin a conversation")
    lead.checks_the_page()
    lead.fills("Title", "What should change on nights?")
    lead.fills("What is it for?", "We plan nights together.")
    lead.fills("For which region, ICB or provider?", "Y60")
    lead.answers("May people add statements of their own?", "Yes")
    lead.presses("Go on")
    for text in ("Hot food at night.", "A place to rest.", "Taxis home after nights."):
        lead.fills("Statement", text)
        lead.presses("Save and write another")
    lead.checks_the_page()
    lead.follows("Back", within=lead.page.get_by_role("navigation", name="Back"))
    lead.presses("Open it")
    lead.fills_date("What is the last day of voting?", today() + timedelta(days=7))
    lead.presses("Open")
    lead.checks_the_page()


def test_ten_phones_vote_and_the_result_is_read(sign_in: Arrive, visitor: Arrive) -> None:
    lead = sign_in("mehreen")
    opens_a_conversation(lead)
    conversation = lead.path
    link = lead.page.locator(".app-address a").get_attribute("href") or ""
    path = link.removeprefix(lead.address)

    for number in range(10):
        phone = visitor(width=320, javascript=number % 2 == 0)
        phone.goes_to(path)
        if number == 0:
            phone.check()
        votes(phone, "Agree", "Agree" if number < 6 else "Disagree", "Pass")
        phone.sees("You have voted on every statement")
        phone.check()
        if number == 0:
            phone.fills("A statement of your own", "Somebody to ask at night.")
            phone.presses("Add it")
            phone.sees("is read before others see it")
            phone.follows(re.compile("^Change"))
            phone.sees("You said:")
            phone.check()
        phone.leaves()

    lead.goes_to(conversation)
    lead.sees("10 people have begun to vote")
    lead.presses("Read 1 new statement")
    lead.checks_the_page()
    lead.answers("What becomes of it?", "Show it to everybody")
    lead.presses("Save")
    lead.presses("Close it and see the result")
    lead.checks_the_page()
    lead.ticks("Close it for good")
    lead.presses("Close it")
    lead.sees("10 people voted.")
    lead.sees("Where people agree")
    lead.sees("No opinion groups are shown")
    lead.checks_the_page()
    lead.downloads("Download the result as CSV")
    late = visitor(width=320)
    late.goes_to(path)
    late.sees("10 people voted.")
    late.check()


def test_a_larger_group_and_where_it_divides(sign_in: Arrive) -> None:
    lead = sign_in("mehreen")
    lead.goes_to("/listen/codesign/")
    lead.follows("What would make placements better?")
    lead.sees("2 opinion groups")
    lead.sees("Where opinion divides")
    lead.checks_the_page()
