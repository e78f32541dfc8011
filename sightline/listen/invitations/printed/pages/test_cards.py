from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.listen.invitations import links
from sightline.listen.invitations.models import Invitation
from sightline.listen.invitations.printed import actions
from sightline.listen.rounds.models import Collection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "director", "learner"])
def test_strangers_are_told_nothing(
    person: str, asked: Collection, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:printed:cards", args=[asked.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"provider": ""}).status_code == 404


def test_cards_are_printed_for_those_without_an_address(
    asked: Collection, cast: Cast, client: Client, country: Country
) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:printed:cards", args=[asked.pk])
    assert "Print cards: Aldermoor Hospitals, 1 person" in client.get(address).content.decode()
    page = client.post(address, {"provider": country.trust.pk})
    assert page.content.startswith(b"%PDF-")
    assert client.post(address, {"provider": "77777"}).status_code == 404
    Invitation.objects.update(is_completed=True)
    html = client.post(address, {"provider": country.trust.pk}).content.decode()
    assert "Everybody there has answered" in html


def test_new_cards_replace_the_old_ones(asked: Collection, cast: Cast, country: Country) -> None:
    def draw() -> actions.Card:
        [card] = actions.draw_cards(
            collection=asked, provider=country.trust, by=cast.north_manager, at=NOW
        )
        return card

    first = draw()
    assert first.place == "Aldermoor Hospitals, Core surgical training"
    found = links.invitation_of(first.token)
    assert found is not None
    assert found.channel == Invitation.Channel.NONE
    second = draw()
    assert links.invitation_of(first.token) is None
    assert links.invitation_of(second.token) == found
