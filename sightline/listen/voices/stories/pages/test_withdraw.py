from __future__ import annotations

from django.test import Client

from sightline.conftest import NOW, Cast, Country
from sightline.listen.voices import actions as voices
from sightline.listen.voices.factories import make_voice
from sightline.listen.voices.stories import actions


def test_a_story_is_withdrawn_and_a_stranger_gets_404(
    client: Client, country: Country, cast: Cast
) -> None:
    voice = make_voice(country.trust, kind="care", may_publish=True)
    voices.triage(
        voice=voice, outcome="story", answer="Thanks", reason="", by=cast.national, at=NOW
    )
    actions.release(voice=voice, title="Kind", text="A kind ward.", by=cast.national, at=NOW)
    address = f"/listen/voices/stories/{voice.number}/withdraw/"
    client.force_login(cast.south_manager)
    assert client.get(address).status_code == 404
    client.force_login(cast.north_manager)
    assert client.post(address, {"reason": "It named a place"}).status_code == 302
    assert "A kind ward." not in client.get("/listen/voices/stories/ZN001/").text
    assert "no public story" in client.post(address, {"reason": "Again"}).text
