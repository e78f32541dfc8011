from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from sightline.conftest import NOW, Cast, Country
from sightline.listen.voices import actions
from sightline.listen.voices.factories import make_receipt, make_voice
from sightline.listen.voices.models import Voice

ADDRESS = "/listen/voices/return/"


def opens(client: Client, receipt: actions.Receipt) -> Any:
    return client.post(ADDRESS, {"number": receipt.number, "words": " ".join(receipt.words)})


def ticket(page: Any) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page.text)
    assert found
    return unescape(found[1])


def test_the_person_reads_the_shared_lane_and_never_the_internal_one(
    client: Client, country: Country, cast: Cast
) -> None:
    receipt = make_receipt(country.trust, what_happened="It is cold.")
    by = cast.north_manager
    actions.write(voice=receipt.voice, kind="question", text="Since when?", by=by, at=NOW)
    actions.note(voice=receipt.voice, text="Speak to estates", by=by, at=NOW)
    page = opens(client, receipt)
    assert "It is cold." in page.text
    assert "Since when?" in page.text
    for hidden in ("Speak to estates", "Nora North", "nternal"):
        assert hidden not in page.text
    assert set(client.cookies) <= {"csrftoken"}


def test_looking_changes_nothing(client: Client, country: Country) -> None:
    receipt = make_receipt(country.trust)
    before = Voice.objects.values().get()
    for query in ("", f"?number={receipt.number}&words={'+'.join(receipt.words)}", "?do=erase"):
        page = client.get(ADDRESS + query)
        assert receipt.voice.what_happened not in page.text
    opens(client, receipt)
    assert Voice.objects.values().get() == before
    assert not receipt.voice.messages.exists()


def test_they_add_answer_and_confirm(client: Client, country: Country, cast: Cast) -> None:
    receipt = make_receipt(country.trust)
    page = opens(client, receipt)
    page = client.post(ADDRESS, {"ticket": ticket(page), "do": "add", "text": "Since May"})
    assert "What you wrote has been added." in page.text
    by = cast.north_manager
    actions.take_up(voice=receipt.voice, concern_reference="Q-1", answer="Yes", by=by, at=NOW)
    page = client.post(
        ADDRESS, {"ticket": ticket(page), "do": "changed", "changed": "yes", "more": ""}
    )
    assert "once the case has been answered" in page.text
    actions.answer(voice=receipt.voice, text="New heating", by=by, at=NOW)
    page = client.post(ADDRESS, {"ticket": ticket(page), "do": "changed"})
    assert "Answer “Has it changed?”" in page.text
    page = client.post(
        ADDRESS, {"ticket": ticket(page), "do": "changed", "changed": "yes", "more": "Warm"}
    )
    assert Voice.objects.get().changed == "yes"
    assert "Since May" in page.text


def test_they_erase_it(client: Client, country: Country) -> None:
    receipt = make_receipt(country.trust)
    page = opens(client, receipt)
    page = client.post(ADDRESS, {"ticket": ticket(page), "do": "erase"})
    assert Voice.objects.get().erased_on is None
    page = client.post(ADDRESS, {"ticket": ticket(page), "do": "erase", "sure": "on"})
    assert "What you wrote has been erased" in page.text
    assert "do not open a case together" in opens(client, receipt).text


def test_a_ticket_that_has_ended_is_a_kind_sentence(client: Client, country: Country) -> None:
    make_voice(country.trust)
    page = client.post(ADDRESS, {"ticket": "nothing", "do": "erase", "sure": "on"})
    assert page.status_code == 200
    assert "closes after half an hour" in page.text


def test_every_wrong_way_is_said_alike(client: Client, country: Country) -> None:
    receipt = make_receipt(country.trust)
    pages = [
        client.post(ADDRESS, {"number": number, "words": "a b c d"}).text
        for number in (receipt.number, "V-0000-0000")
    ]
    cleaned = [
        re.sub(r'value="[^"]*"', "", page.replace(number, ""))
        for page, number in zip(pages, (receipt.number, "V-0000-0000"), strict=True)
    ]
    assert cleaned[0] == cleaned[1]
    assert "do not open a case together" in pages[0]


def test_nothing_given_is_said_at_its_field(client: Client, db: None) -> None:
    page = client.post(ADDRESS, {"number": "", "words": ""})
    assert "Enter your number" in page.text
    assert "Enter your four words" in page.text
