"""A learner comes by the link of a poster on a phone, answers, goes away, comes back and sends."""

from __future__ import annotations

import re

from tests.journeys.conftest import Arrive
from tests.journeys.person import PHONE, Person


def _link_of_a_poster(manager: Person) -> str:
    """The path of an open link of the round that is open in these data."""
    manager.goes_to("/listen/rounds/")
    manager.follows(re.compile("pulse", re.IGNORECASE))
    manager.goes_to(f"/listen/invitations/printed/list/{manager.path.strip('/').split('/')[-1]}/")
    found = re.search(r"/a/[\w-]+/?", manager.page.locator("main table").first.inner_text())
    assert found is not None
    return f"{found[0].rstrip('/')}/"


def _answers_the_page(learner: Person) -> None:
    """The first answer of every group, and words where words are asked for."""
    for group in learner.page.locator("main fieldset").all():
        group.get_by_role("radio").first.check()
    for box in learner.page.locator("main textarea").all():
        box.fill("It was a good placement.")


def test_a_learner_answers_on_a_phone_and_sends(sign_in: Arrive, visitor: Arrive) -> None:
    link = _link_of_a_poster(sign_in("national"))
    learner = visitor(width=PHONE["width"], javascript=False)
    assert learner.goes_to(link) == 200
    learner.sees("Nobody is told who answered")
    learner.presses("Start")
    assert link not in learner.page.url, "the token does not stay in the address"
    assert learner.heading() == "About your placement"
    learner.sees("Who will see what you answer")
    learner.page.locator("#learning").select_option(index=1)
    learner.presses("Save and continue")
    learner.check()
    _answers_the_page(learner)
    learner.page.get_by_role("button", name="Save and come back later").click()
    learner.page.wait_for_load_state()
    learner.check()
    found = re.search(r"/a/[\w-]+/?", learner.page.locator("main").inner_text())
    assert found is not None, "a link to come back by"
    own = f"{found[0].rstrip('/')}/"
    assert own != link, "nobody else who comes by the poster reads it"

    again = visitor(width=PHONE["width"])
    again.goes_to(own)
    again.check()
    for _ in range(30):
        again.page.wait_for_load_state()
        again.check()
        if again.path == "/a/send/":
            break
        if "/questions/" in again.path:
            _answers_the_page(again)
        again.page.get_by_role("button", name="Save and continue").last.click()
    assert again.path == "/a/send/"
    again.presses("Send my answers")
    assert again.path == "/a/sent/"
    again.check()


def test_a_link_that_is_none_says_so_kindly(visitor: Arrive) -> None:
    nobody = visitor()
    assert nobody.goes_to("/a/nothing-like-this/") in (200, 404)
    nobody.checks_the_page()
    nobody.goes_to("/a/questions/1/")
    nobody.checks_the_page()
