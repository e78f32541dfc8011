from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, Cast, Country
from sightline.listen.voices.guardians import actions, queries
from sightline.listen.voices.guardians.models import Guardian

ADDRESS = "/listen/voices/guardians/ZN001/keep/"
SENT: dict[str, Any] = {
    "name": "Gwen Guardian",
    "phone": "01632 960100",
    "email": "",
    "hours": "By day",
}


def test_a_director_keeps_the_contact_and_a_stranger_gets_404(
    client: Client, cast: Cast, country: Country
) -> None:
    for stranger in (cast.other_director, cast.south_manager, cast.learner):
        client.force_login(stranger)
        assert client.get(ADDRESS).status_code == 404
    for user in (cast.director, cast.administrator, cast.north_manager):
        client.force_login(user)
        assert client.post(ADDRESS, SENT).status_code == 302
    assert Guardian.objects.get().name == "Gwen Guardian"
    with pytest.raises(NotPermitted):
        actions.keep(organisation=country.trust, **SENT, by=cast.learner, at=NOW)
    with pytest.raises(Refusal, match="belongs to a provider"):
        actions.keep(organisation=country.site, **SENT, by=cast.director, at=NOW)


def test_a_guardian_has_to_be_reached_somehow(client: Client, cast: Cast) -> None:
    client.force_login(cast.director)
    page = client.post(ADDRESS, SENT | {"phone": ""})
    assert "Enter an email address or a telephone number." in page.text


def test_anybody_finds_the_guardian_of_a_site_or_general_words(
    client: Client, cast: Cast, country: Country
) -> None:
    actions.keep(organisation=country.trust, **SENT, by=cast.director, at=NOW)
    page = client.get("/listen/voices/guardians/find/?q=aldermoor+general")
    assert "01632 960100" in page.text
    assert (
        "We do not have this contact" in client.get("/listen/voices/guardians/find/?q=bexmoor").text
    )
    assert "No place fits" in client.get("/listen/voices/guardians/find/?q=zzzz").text
    assert queries.for_place(country.site).guardian is not None
    assert queries.for_place(country.north) == queries.Reach("", None)


def test_the_list_shows_those_of_the_patch(client: Client, cast: Cast, country: Country) -> None:
    client.force_login(cast.director)
    text = client.get("/listen/voices/guardians/").text
    assert "Aldermoor Hospitals" in text
    assert "Bexmoor" not in text
    client.force_login(cast.north_manager)
    assert "Bexmoor" in client.get("/listen/voices/guardians/?none=1").text
