"""The whole form without JavaScript, a session or an account."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.voices.models import Voice
from sightline.listen.voices.pages.asking import STEPS
from sightline.listen.voices.receipts import actions as receipts
from sightline.trail.models import Entry

ADDRESS = "/listen/voices/raise/questions/"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: id="[^"]*")? value="([^"]*)"')


def carried(page: Any) -> dict[str, str]:
    """What the page carries on, as a browser would send it again."""
    found = {name: unescape(value) for name, value in _HIDDEN.findall(page.text)}
    found.pop("csrfmiddlewaretoken", None)
    return found


ANSWERS: dict[str, dict[str, str]] = {
    "kind": {"kind": "concern"},
    "who": {"who": "learner"},
    "find": {"find": "aldermoor"},
    "place": {"place": "ZN001"},
    "region": {"region": "YS1"},
    "environment": {},
    "course": {"profession": "NUR", "programme": "NADULT"},
    "what": {"what_happened": "We were left <alone>.\r\n\r\n“All” night & day."},
    "affected": {"who_is_affected": "Everybody"},
    "patients": {"patients_safety": "unsure"},
    "somebody": {"somebodys_safety": "no"},
    "individual": {"names_individual": "no"},
    "wish": {"what_they_wish": ""},
    "publish": {"may_publish": "yes"},
    "privacy": {"privacy": "anonymous"},
    "contact": {"email": "me@example.org", "wants_news": "yes"},
    "when": {"when": "now"},
    "begins": {
        "begins_on_day": str((TODAY + timedelta(days=20)).day),
        "begins_on_month": str((TODAY + timedelta(days=20)).month),
        "begins_on_year": str((TODAY + timedelta(days=20)).year),
    },
}


def walk(client: Client, **other: dict[str, str]) -> tuple[list[str], Any]:
    """Answer question after question; the names of the pages asked, and the last page."""
    page, asked = client.get(ADDRESS), []
    for _ in range(len(STEPS) + 1):
        found = carried(page)
        if "step" not in found:
            break
        step = found["step"]
        assert step not in asked, f"{step} is asked twice: {page.context['form'].errors}"
        asked.append(step)
        page = client.post(ADDRESS, found | (ANSWERS | other)[step] | {"go": "next"})
    return asked, page


def send(client: Client, page: Any) -> Any:
    return client.post(ADDRESS, carried(page) | {"go": "send"})


def test_from_the_first_question_to_the_receipt(client: Client, country: Country) -> None:
    asked, check = walk(client)
    assert asked == [
        "kind", "who", "find", "place", "environment", "course", "what", "affected", "patients",
        "somebody", "individual", "wish", "privacy", "when",
    ]  # fmt: skip
    assert not Voice.objects.exists()  # nothing is stored before it is sent
    receipt = send(client, check)
    voice = Voice.objects.get()
    assert voice.what_happened == "We were left <alone>.\r\n\r\n“All” night & day."
    assert (voice.organisation, voice.region) == (country.trust, country.north)
    assert (voice.programme, voice.profession) == (country.adult_nursing, country.nursing)
    assert (voice.patients_safety, voice.urgency) == ("unsure", 2)
    words = " ".join(re.findall(r"<li>([a-z]+)</li>", receipt.text))
    assert len(words.split()) == 4
    assert voice.number in receipt.text
    assert receipts.open_case(number=voice.number, words=words, by=None, at=NOW) == voice
    # Reloading sends the same form again: the same receipt, and one case.
    assert words.split()[0] in send(client, check).text
    assert Voice.objects.count() == 1


def test_only_the_cookie_against_forgery_is_set(client: Client, country: Country) -> None:
    client.get("/listen/voices/raise/")
    _, check = walk(client)
    page = send(client, check)
    assert set(client.cookies) <= {"csrftoken"}
    assert page["Cache-Control"] == "no-store"


def test_somebody_signed_in_leaves_no_trace(client: Client, cast: Cast, country: Country) -> None:
    client.force_login(cast.learner)
    _, check = walk(client)
    send(client, check)
    assert Entry.objects.get(action="listen.voices.raise_voice").by is None


def test_a_story_asks_other_questions(client: Client, country: Country) -> None:
    asked, check = walk(client, kind={"kind": "teaching"}, who={"who": "patient"})
    assert asked == ["kind", "who", "find", "place", "environment", "what", "publish", "privacy"]
    send(client, check)
    assert Voice.objects.get().may_publish


def test_a_named_concern_about_a_region_after_the_placement(
    client: Client, country: Country
) -> None:
    asked, check = walk(
        client,
        find={"find": ""},
        individual={"names_individual": "yes"},
        privacy={"privacy": "named"},
        when={"when": "later"},
    )
    assert asked == [
        "kind", "who", "find", "region", "course", "what", "affected", "patients", "somebody",
        "individual", "wish", "privacy", "contact", "when", "begins",
    ]  # fmt: skip
    send(client, check)
    voice = Voice.objects.get()
    assert (voice.organisation, voice.region) == (country.south, country.south)
    assert voice.begins_on == TODAY + timedelta(days=20)
    assert voice.is_restricted
    assert voice.wants_news


def test_a_place_that_is_not_listed_leads_to_the_region(client: Client, country: Country) -> None:
    asked, _ = walk(client, place={"place": "elsewhere"})
    assert asked[3:5] == ["place", "region"]


def test_an_answer_can_be_changed_at_the_end(client: Client, country: Country) -> None:
    _, check = walk(client)
    page = client.post(ADDRESS, carried(check) | {"go": "change:what"})
    assert "We were left &lt;alone&gt;." in page.text
    check = client.post(ADDRESS, carried(page) | {"what_happened": "Something else", "go": "next"})
    assert "step" not in carried(check)
    # A change that asks for more leads to what is missing, then back.
    page = client.post(ADDRESS, carried(check) | {"go": "change:privacy"})
    page = client.post(ADDRESS, carried(page) | {"privacy": "named", "go": "next"})
    assert carried(page)["step"] == "contact"
    page = client.post(ADDRESS, carried(page) | ANSWERS["contact"] | {"go": "next"})
    assert "step" not in carried(page)
    send(client, page)
    assert Voice.objects.get().what_happened == "Something else"


def test_back_keeps_what_was_answered_without_complaint(client: Client, country: Country) -> None:
    page = client.get(ADDRESS)
    page = client.post(ADDRESS, carried(page) | {"kind": "care", "go": "next"})
    back = client.post(ADDRESS, carried(page) | {"go": "back"})
    assert carried(back)["step"] == "kind"
    assert re.search(r'value="care" checked', back.text)
    assert "There is a problem" not in back.text


def test_an_unanswered_question_says_so(client: Client, country: Country) -> None:
    page = client.post(ADDRESS, carried(client.get(ADDRESS)) | {"go": "next"})
    assert "Answer “What do you want to tell us?”" in page.text
    assert page.text.count("<h1") == 1


def test_sending_what_was_not_asked_for_stores_nothing(client: Client, country: Country) -> None:
    page = client.post(ADDRESS, {"go": "send", "kind": "concern", "region": "XXX"})
    assert carried(page)["step"] == "who"
    page = client.post(ADDRESS, {"step": "nonsense", "go": "change:nonsense", "form": "x" * 900})
    assert page.status_code == 200
    assert not Voice.objects.exists()


@pytest.mark.parametrize("text", ["\x00", "x" * 30_000])
def test_what_cannot_be_stored_is_said_or_left_out(
    client: Client, country: Country, text: str
) -> None:
    found = carried(client.get(ADDRESS)) | {"step": "what", "what_happened": text, "go": "next"}
    page = client.post(ADDRESS, found)
    assert page.status_code == 200
    assert "There is a problem" in page.text
