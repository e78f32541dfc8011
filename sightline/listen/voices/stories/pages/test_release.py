from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, Cast, Country
from sightline.listen.voices import actions as voices
from sightline.listen.voices.factories import make_voice
from sightline.listen.voices.models import Voice
from sightline.listen.voices.stories import actions

WORDS = {"title": "A calm first day", "text": "Everybody was shown round and had a buddy."}


def made(country: Country, cast: Cast, **other: Any) -> Voice:
    told: dict[str, Any] = {"kind": "teaching", "may_publish": True} | other
    voice: Voice = make_voice(told.pop("organisation", country.trust), **told)
    voices.triage(
        voice=voice, outcome="story", answer="Thanks", reason="", by=cast.national, at=NOW
    )
    return voice


def address(voice: Voice) -> str:
    return f"/listen/voices/stories/{voice.number}/release/"


def test_a_stranger_gets_404(client: Client, country: Country, cast: Cast) -> None:
    voice = made(country, cast)
    for stranger in (cast.south_manager, cast.director, cast.learner):
        client.force_login(stranger)
        assert client.get(address(voice)).status_code == 404
    with pytest.raises(NotPermitted):
        actions.release(voice=voice, **WORDS, by=cast.south_manager, at=NOW)


def test_a_story_is_read_reviewed_and_told(client: Client, country: Country, cast: Cast) -> None:
    voice = made(country, cast, what_happened="My own words, and my buddy Ann.")
    client.force_login(cast.north_manager)
    assert "tick the box" in client.post(address(voice), WORDS).text
    assert client.post(address(voice), WORDS | {"read": "on"}).status_code == 302
    client.logout()
    page = client.get("/listen/voices/stories/ZN001/")
    assert "A calm first day" in page.text
    assert "November 2026" in page.text
    for hidden in ("My own words", voice.number, "24 November"):
        assert hidden not in page.text
    assert "Aldermoor Hospitals" in client.get("/listen/voices/stories/").text
    with pytest.raises(Refusal, match="told already"):
        actions.release(voice=voice, **WORDS, by=cast.north_manager, at=NOW)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"may_publish": False}, "does not want this told"),
        ({"text": "Three students were helped."}, "fewer than 10 people"),
        ({"text": "Dr Okafor was wonderful."}, "a person’s name"),
        ({"title": " "}, "title"),
    ],
)
def test_what_cannot_be_told(
    country: Country, cast: Cast, other: dict[str, Any], sentence: str
) -> None:
    words = WORDS | {key: other[key] for key in other if key in WORDS}
    voice = made(country, cast, **{key: other[key] for key in other if key not in WORDS})
    with pytest.raises(Refusal, match=sentence):
        actions.release(voice=voice, **words, by=cast.north_manager, at=NOW)


def test_a_story_without_a_provider_and_one_not_yet_decided(country: Country, cast: Cast) -> None:
    nowhere = made(country, cast, organisation=country.north)
    with pytest.raises(Refusal, match="no page for it"):
        actions.release(voice=nowhere, **WORDS, by=cast.north_manager, at=NOW)
    undecided = make_voice(country.trust, kind="care", may_publish=True)
    with pytest.raises(Refusal, match="Decide first"):
        actions.release(voice=undecided, **WORDS, by=cast.north_manager, at=NOW)
