"""Somebody asks what is held about them; it is found, answered, and who asked is forgotten."""

from __future__ import annotations

import json
from datetime import timedelta

from tests.journeys.conftest import Arrive
from tests.journeys.person import PHONE, today


def test_a_request_is_answered_and_who_asked_is_forgotten(sign_in: Arrive) -> None:
    administrator = sign_in("admin")
    administrator.goes_to("/listen/")
    administrator.follows("Care for data")
    administrator.sees("Classes of record")
    administrator.check("care-for-data")
    administrator.follows("Requests for personal data")
    administrator.sees("Overdue")
    administrator.check("requests-for-personal-data")

    administrator.presses("Record a request")
    administrator.presses("Record the request")
    administrator.sees_problem("Answer “What do they ask for?”")
    administrator.check()
    administrator.answers("What do they ask for?", "Erasure: delete what you hold about me")
    administrator.fills_date("When did the request come?", today() - timedelta(days=1))
    administrator.fills("Who asks", "Robin Planted")
    administrator.fills("Their e-mail addresses and mobile numbers", "robin.planted@example.org")
    administrator.answers("How was it checked who asks?", "Not yet")
    administrator.check("recording-a-request")
    administrator.presses("Record the request")
    administrator.sees("Nothing is searched before it was checked who asks.")
    administrator.check()

    administrator.follows("Say how")
    administrator.answers("How was it checked who asks?", "A document was seen")
    administrator.check()
    administrator.presses("Continue")
    administrator.sees("What was found")
    administrator.sees("Nobody can tell which answers are theirs")
    administrator.check("a-request")
    request = administrator.path
    held = json.loads(administrator.downloads("Download it as a file"))
    assert held["held"] == {}
    administrator.presses("Read what is held")
    administrator.sees("Nothing is held that can be joined to you")
    administrator.check()
    administrator.goes_to(f"{request}erase/")
    administrator.sees("Nothing was found that can be erased")
    administrator.check()

    administrator.goes_to(f"{request}finish/")
    administrator.answers("How did the request end?", "Nothing is held that can be joined to them")
    administrator.check()
    administrator.presses("Finish and forget who asked")
    administrator.sees("Who asked is not kept any more")
    administrator.does_not_see("Robin Planted")
    administrator.check()
    administrator.goes_to("/listen/care/log/")
    administrator.sees("Took what is held for")
    administrator.check("who-took-what")


def test_on_a_phone_without_scripts(sign_in: Arrive) -> None:
    administrator = sign_in("admin", width=PHONE["width"], javascript=False)
    for path in ("", "log/", "log/?of=openings", "requests/", "requests/add/"):
        assert administrator.goes_to(f"/listen/care/{path}") == 200
        administrator.check()
