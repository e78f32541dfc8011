from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.invitations.touchpoints.models import Series

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "director", "learner"])
def test_strangers_are_told_nothing(
    person: str, series: Series, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:touchpoints:show", args=[series.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {}).status_code == 404


def test_a_roster_feeds_every_moment(series: Series, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:touchpoints:show", args=[series.pk])
    html = client.get(address).content.decode()
    assert "7 days before it" in html
    rows = "".join(f"l{n}@example.org,ZN001,2026-12-01,2027-01-31\n" for n in range(5))
    text = f"email,provider,placement starts,placement ends\n{rows}"
    page = client.post(
        address, {"file": SimpleUploadedFile("placements.csv", text.encode())}, follow=True
    )
    html = page.content.decode()
    assert "When they are asked" in html
    assert "End of a placement" in html
