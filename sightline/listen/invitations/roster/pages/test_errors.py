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
    address = reverse("listen:invitations:roster:errors", args=[roster.pk])
    assert client.get(address).status_code == 404


def test_the_rows_in_error_can_be_downloaded(roster: Roster, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    page = client.get(reverse("listen:invitations:roster:errors", args=[roster.pk]))
    text = b"".join(page.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert text.splitlines()[1].startswith("learner9@example.org,ZN01,")
    assert "is not the code of a provider" in text
