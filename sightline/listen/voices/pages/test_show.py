from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast, Country
from sightline.listen.voices import actions
from sightline.listen.voices.factories import make_voice
from sightline.listen.voices.models import Voice
from sightline.listen.voices.pages.show import doings
from sightline.people.models import User


def address(voice: Voice) -> str:
    return f"/listen/voices/{voice.number}/"


def test_a_stranger_gets_404(client: Client, cast: Cast, voice: Voice) -> None:
    for stranger in (cast.south_manager, cast.director, cast.learner, cast.administrator):
        client.force_login(stranger)
        assert client.get(address(voice)).status_code == 404
    client.force_login(cast.north_manager)
    assert client.get(address(voice)).status_code == 200


def test_a_restricted_case_is_404_for_the_team_and_each_opening_is_logged(
    client: Client, cast: Cast, keeper: User, restricted: Voice
) -> None:
    client.force_login(cast.north_manager)
    assert client.get(address(restricted)).status_code == 404
    assert restricted.number not in client.get("/listen/voices/").text
    assert not restricted.openings.exists()
    client.force_login(keeper)
    client.get(address(restricted))
    page = client.get(address(restricted))
    assert restricted.openings.count() == 2
    assert "Rhoda Restricted" in page.text


def test_the_two_lanes_are_apart(client: Client, country: Country, cast: Cast) -> None:
    voice = make_voice(
        country.trust, privacy="confidential", email="jo@example.org", what_happened="It is cold."
    )
    actions.note(voice=voice, text="Speak to estates", by=cast.north_manager, at=NOW)
    actions.write(voice=voice, kind="question", text="Since when?", by=cast.north_manager, at=NOW)
    client.force_login(cast.north_manager)
    text = client.get(address(voice)).text
    shared, internal = text.split('app-lane--internal"')
    assert "Since when?" in shared
    assert "Speak to estates" not in shared
    assert "jo@example.org" not in shared
    assert "Speak to estates" in internal.split("</section>")[0]
    assert "jo@example.org" in internal


def test_the_number_of_queries_does_not_grow(
    client: Client, country: Country, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    first = make_voice(country.trust)
    client.force_login(cast.north_manager)

    def ask(most: int) -> int:
        with django_assert_max_num_queries(most) as asked:
            assert client.get(address(first)).status_code == 200
        with django_assert_max_num_queries(most) as listed:
            assert client.get("/listen/voices/").status_code == 200
        return len(asked) + len(listed)

    actions.note(voice=first, text="One", by=cast.north_manager, at=NOW)
    other = make_voice(country.trust)
    actions.link(voice=other, other=first, by=cast.north_manager, at=NOW)
    before = ask(25)
    for number in range(8):
        actions.write(voice=first, kind="update", text=f"{number}", by=cast.north_manager, at=NOW)
        one = make_voice(country.trust)
        actions.link(voice=one, other=first, by=cast.north_manager, at=NOW)
    assert ask(25) == before


@pytest.mark.parametrize(
    ("state", "offered", "not_offered"),
    [
        ("new", ["Put it on the register", "Decide what becomes"], ["Answer"]),
        ("taken", ["Answer"], ["Put it on the register", "Decide what becomes"]),
        ("erased", [], ["Put it on the register", "Write to the person"]),
    ],
)
def test_what_is_offered_fits_the_state(
    client: Client, cast: Cast, voice: Voice, state: str, offered: list[str], not_offered: list[str]
) -> None:
    by = cast.north_manager
    if state == "taken":
        actions.take_up(voice=voice, concern_reference="Q-1", answer="x", by=by, at=NOW)
    if state == "erased":
        actions.erase(voice=voice, because="asked", by=None, at=NOW)
    client.force_login(by)
    assert client.get(address(voice)).status_code == 200
    texts = [one["text"] for one in doings(Voice.objects.get(), by)]
    for one in offered:
        assert any(text.startswith(one) for text in texts), texts
    for one in not_offered:
        assert not any(text.startswith(one) for text in texts), texts
