from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.invitations.roster.models import Roster

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "director", "learner"])
def test_strangers_are_told_nothing(
    person: str, roster: Roster, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:roster:show", args=[roster.pk])
    assert client.get(address).status_code == 404


def test_the_page_says_what_was_found(roster: Roster, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    html = client.get(reverse("listen:invitations:roster:show", args=[roster.pk])).content.decode()
    assert "Put 6 people on the list" in html
    assert "Download 1 row in error" in html
    assert "example.org" not in html


def test_one_that_waits_shows_by_itself_when_it_is_done(
    roster: Roster, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    roster.state = Roster.State.UPLOADED
    roster.save()
    page = client.get(reverse("listen:invitations:roster:show", args=[roster.pk]))
    assert page["Refresh"] == "3"
