"""From an idea to a survey that is open, in one page; a question whose trend breaks; by hand."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.person import today


def test_from_an_idea_to_open_in_one_page(sign_in: Arrive) -> None:
    manager = sign_in("mehreen")
    manager.goes_to("/listen/")
    manager.follows("Rounds")
    manager.checks_the_page("rounds")
    manager.presses("Make a focused survey")
    manager.checks_the_page()
    manager.fills("Name of the survey", "Handover at weekends")
    manager.opens("Clinical supervision")
    manager.ticks("When I needed a supervisor, somebody suitable was available.")
    manager.opens("Teamwork")
    manager.ticks("All of “Teamwork”")
    manager.fills_date("Last day", today() + timedelta(days=10))
    manager.picks("Privacy notice", "Surveys of learners")
    manager.presses("Preview")
    manager.sees("This is what people will be asked")
    expect(manager.page.locator("#preview fieldset")).to_have_count(7)
    manager.checks_the_page("focused-survey", show="This is what people will be asked")
    manager.presses("Open it now")
    manager.sees("It is open: people can answer.")
    assert manager.heading() == "Handover at weekends"
    manager.sees("7 questions are counted")
    manager.checks_the_page("round")
    manager.follows(re.compile("Surveys of learners, version"))
    manager.sees("Who sees what you answer")
    manager.checks_the_page()


def test_it_works_without_javascript_and_says_what_is_missing(sign_in: Arrive) -> None:
    lead = sign_in("national", javascript=False)
    lead.goes_to("/listen/rounds/focused/")
    lead.presses("Open it now")
    lead.sees_problem("Enter name of the survey", "Choose at least one question")
    lead.check()


def test_a_new_wording_asks_whether_it_compares_and_breaks_the_trend(sign_in: Arrive) -> None:
    lead = sign_in("national")
    lead.goes_to("/listen/bank/?q=LS25")
    lead.checks_the_page("question-bank")
    lead.follows("LS25", within=lead.row("LS25"))
    lead.checks_the_page()
    lead.presses("Change the wording")
    lead.fills("The question in its new words", "I took part in improvement work or research.")
    lead.presses("Use this wording from now on")
    lead.sees_problem("Is it comparable with the last one, or not?")
    lead.answers("Is it comparable with the last one, or not?", "Not comparable")
    lead.fills("Why is it changed", "It asked what people could do, not what they did.")
    lead.checks_the_page("change-of-wording")
    lead.presses("Use this wording from now on")
    lead.sees("Trends break here")
    lead.follows("Put it into another language")
    lead.picks("Language", "Arabic")
    lead.fills("The question in that language", "شاركتُ في أعمال التحسين أو البحث.")
    lead.presses("Store the translation")
    expect(lead.page.locator("[lang=ar][dir=rtl]").first).to_be_visible()
    lead.checks_the_page("question")


def test_a_questionnaire_is_made_by_hand(sign_in: Arrive) -> None:
    lead = sign_in("national")
    lead.goes_to("/listen/questionnaires/editing/add/")
    lead.fills("Name", "Leaving a placement")
    lead.fills("Code", "leaving-a-placement")
    lead.answers("Who answers it?", "Learners")
    lead.checks_the_page()
    lead.presses("Begin")
    lead.presses("Add from the bank")
    lead.opens("Teamwork")
    lead.page.get_by_label("I felt a valued member of the team.").check()
    lead.page.get_by_label("The people I worked with treated me with respect.").check()
    lead.checks_the_page()
    lead.presses("Add them")
    lead.presses("Add a page")
    lead.fills("What is the page called?", "Leaving")
    lead.presses("Add a page")
    lead.presses("Add a question of your own")
    lead.fills("The question", "Did you leave before the planned end?")
    lead.answers("How is it answered?", "One answer of a list")
    lead.fills("Answers of your own, one a line", "Yes\nNo")
    lead.checks_the_page()
    lead.presses("Add a question of your own")
    lead.presses("Add a question of your own")
    lead.fills("The question", "What led to it?")
    lead.answers("How is it answered?", "Free text")
    lead.presses("Add a question of your own")
    lead.page.get_by_role("link", name=re.compile("When it is asked.*What led to it")).click()
    lead.follows("Did you leave before the planned end?")
    lead.answers("Which answers?", "Yes")
    lead.checks_the_page()
    lead.presses("Ask it only then")
    lead.sees("Asked only if “Did you leave before the planned end?” is answered Yes.")
    lead.checks_the_page("editing-by-hand")
    lead.follows("Publish")
    lead.presses("Publish it")
    lead.sees("It is published: rounds can ask it.")
    lead.goes_to("/listen/rounds/add/")
    lead.picks("Questionnaire", "Leaving a placement")
    lead.checks_the_page()
