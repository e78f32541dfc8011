"""A comment with a name is masked, released and found; silence is answered; the round closes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.person import PHONE
from tests.journeys.service import Service

_FIND = """
import json
from sightline.listen.comments.models import Comment
from sightline.listen.replies.models import Reopening
from sightline.respond.rounds import queries
from sightline.organisations.models import Organisation
from sightline.results.queries import latest_dataset
dataset = latest_dataset()
region = Organisation.objects.get(code="Y60")
found = [one for one in queries.silence.standings(dataset, queries.within(region)) if one.unsettled]
named = Comment.objects.filter(organisation__region=region, state="waiting", is_urgent=False)
print(json.dumps({
    "year": dataset.year,
    "survey": dataset.survey,
    "code": found[0].provider.code,
    "name": found[0].provider.name,
    "left": len(found[0].unsettled),
    "comment": (comment := next(one for one in named if one.found)).key,
    "round": comment.round_id,
    "reopened": Reopening.objects.filter(answered_at=None).first().reply.reference,
}))
"""


@pytest.fixture(scope="module")
def there(service: Service) -> dict[str, Any]:
    """A provider of the Midlands with silent results, a comment with a name: as all began."""
    found: dict[str, Any] = json.loads(service.manage("shell", "-v0", "-c", _FIND))
    return found


def test_a_name_is_masked_and_the_comment_found_again(
    sign_in: Arrive, there: dict[str, Any]
) -> None:
    manager = sign_in("mehreen")
    manager.goes_to("/listen/comments/")
    manager.sees("Comments to read")
    manager.check("comments-to-read")
    manager.goes_to(f"/listen/comments/{there['comment']}/")
    manager.opens("The text as it came")
    told = manager.page.locator("mark").first.inner_text()
    manager.check("comment")
    manager.presses("Release")
    manager.fills("The comment as others will read it", f"Somebody told {told} about the rota.")
    manager.presses("Release")
    manager.sees_problem("may tell who somebody is")
    manager.check()
    manager.fills("The comment as others will read it", "Somebody told a supervisor: rota heard.")
    manager.picks("What is it about?", "Clinical supervision")
    manager.presses("Release")
    manager.sees("The comment is released")
    manager.goes_to(f"/listen/comments/released/?round={there['round']}&q=rota+heard")
    manager.sees("Somebody told a supervisor: rota heard.")
    manager.does_not_see(told)
    manager.check("comments-released")
    assert b"rota heard" in manager.downloads("Download these as CSV")


def test_silence_is_answered_and_the_round_is_closed(
    sign_in: Arrive, there: dict[str, Any]
) -> None:
    manager = sign_in("mehreen")
    manager.goes_to("/listen/silence/")
    manager.sees("What became of what learners said")
    manager.check("what-became-of-it")
    round_ = f"/respond/rounds/{there['survey']}/{there['year']}/{there['code']}/"
    manager.goes_to(round_)
    manager.check("round-on-the-register")
    manager.presses("Close the round here")
    manager.presses("Close the round")
    manager.sees_problem("The round cannot be closed here")
    manager.check("closing-refused")

    manager.goes_to(f"/listen/silence/{there['code']}/")
    manager.check("silence")
    manager.presses("Sign that there is no action")
    boxes = manager.page.get_by_role("group", name="Nothing will be done about")
    for box in boxes.get_by_role("checkbox").all():
        box.check()
    manager.fills("Because", "The service moves to another trust in spring, with its learners.")
    manager.presses("Sign")
    manager.sees_problem("Tick the box to sign")
    manager.page.get_by_label("I sign this").check()
    manager.presses("Sign")
    manager.sees("Others see your reason beside the results")
    manager.check("no-action-signed")

    manager.goes_to(f"{round_}close/")
    manager.presses("Close the round")
    manager.sees("The round is closed here")
    manager.check("round-closed")
    manager.goes_to("/respond/rounds/?state=closed")
    manager.sees(there["name"])
    manager.check()
    manager.goes_to("/listen/silence/measures/")
    manager.sees("How well we answer")
    manager.check("measures-of-listening")


def test_later_learners_have_not_seen_it(
    sign_in: Arrive, visitor: Arrive, there: dict[str, Any]
) -> None:
    lead = sign_in("national")
    lead.goes_to(f"/listen/replies/{there['reopened']}/")
    lead.sees("later learners had not seen it")
    lead.check()
    lead.follows("Look at it again")
    lead.check("reply-reopened")
    lead.fills("What did you find, and what is done now?", "The boards go up on every ward now.")
    lead.presses("Store")
    lead.sees("The boards go up on every ward now.")
    public = lead.page.get_by_role("link", name="See the public page").get_attribute("href")
    phone = visitor(width=PHONE["width"], javascript=False)
    phone.goes_to(str(public))
    phone.sees("had seen it")
    phone.check()
    expect(phone.page.get_by_role("link", name="Poster to print")).to_be_visible()
    phone.follows("Hear when there is news")
    phone.fills("E-mail address", "somebody@post.example")
    phone.presses("Tell me")
    phone.sees("Look at your e-mail")
    phone.check()


def test_the_pages_on_a_phone(sign_in: Arrive, there: dict[str, Any]) -> None:
    manager = sign_in("mehreen", width=PHONE["width"])
    for path in (
        "/listen/comments/",
        "/listen/comments/read/",
        "/listen/comments/released/",
        "/listen/silence/",
        f"/listen/silence/{there['code']}/",
        "/listen/silence/measures/",
        "/respond/rounds/",
        f"/respond/rounds/{there['survey']}/{there['year']}/{there['code']}/",
    ):
        assert manager.goes_to(path) == 200
        manager.check()
