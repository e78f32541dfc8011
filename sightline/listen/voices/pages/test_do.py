from __future__ import annotations

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast, Country
from sightline.listen.voices import actions
from sightline.listen.voices.factories import make_voice
from sightline.listen.voices.models import Voice
from sightline.listen.voices.pages.do import DOINGS

GOOD = {
    "acknowledge": {},
    "write": {"kind": "question", "text": "Since when?"},
    "note": {"text": "A note"},
    "triage": {"outcome": "nothing", "answer": "We cannot", "reason": "Out of scope"},
    "answer": {"text": "It is done"},
    "lift": {"urgency": "3"},
    "restrict": {"reason": "Names somebody"},
    "unrestrict": {"reason": "Names nobody"},
    "link": {},
    "unlink": {},
    "move": {},
}


def address(voice: Voice, what: str) -> str:
    return f"/listen/voices/{voice.number}/{what}/"


@pytest.mark.parametrize("what", sorted(DOINGS))
def test_a_stranger_gets_404(client: Client, cast: Cast, voice: Voice, what: str) -> None:
    for stranger in (cast.south_manager, cast.director):
        client.force_login(stranger)
        assert client.get(address(voice, what)).status_code == 404
        assert client.post(address(voice, what), GOOD[what]).status_code == 404


@pytest.mark.parametrize("what", sorted(DOINGS))
def test_each_thing_is_done(
    client: Client, country: Country, cast: Cast, voice: Voice, what: str
) -> None:
    by, sent = cast.national, dict(GOOD[what])
    other = make_voice(country.trust)
    if what == "answer":
        actions.take_up(voice=voice, concern_reference="Q-1", answer="x", by=by, at=NOW)
    if what == "unrestrict":
        actions.restrict(voice=voice, reason="x", by=by, at=NOW)
    if what == "unlink":
        actions.link(voice=voice, other=other, by=by, at=NOW)
    if what == "link":
        sent = {"number": other.number.lower()}
    if what == "move":
        sent = {"region": str(country.south.pk)}
    client.force_login(by)
    assert client.get(address(voice, what)).status_code == 200
    answer = client.post(address(voice, what), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"] == f"/listen/voices/{voice.number}/"


def test_whoever_restricts_a_case_that_they_may_not_open_comes_back_to_the_queue(
    client: Client, cast: Cast, voice: Voice
) -> None:
    client.force_login(cast.north_manager)
    answer = client.post(address(voice, "restrict"), GOOD["restrict"])
    assert answer["Location"] == "/listen/voices/"


def test_what_is_missing_is_said_at_its_field(client: Client, cast: Cast, voice: Voice) -> None:
    client.force_login(cast.north_manager)
    page = client.post(address(voice, "triage"), {"outcome": "nothing", "answer": "No"})
    assert "Enter the reason why nothing further is done" in page.text
    page = client.post(address(voice, "answer"), {"text": "x"})
    assert "Decide first what becomes of this case" in page.text
    page = client.post(address(voice, "link"), {"number": "V-0000-0000"})
    assert "number of one that you can see" in page.text


def test_what_nobody_can_do_is_404(client: Client, cast: Cast, voice: Voice) -> None:
    client.force_login(cast.north_manager)
    assert client.get(address(voice, "delete")).status_code == 404
