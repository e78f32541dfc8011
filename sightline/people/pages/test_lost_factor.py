from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.people.second_factor import queries
from sightline.people.second_factor.test_second_factor import set_up

pytestmark = pytest.mark.django_db


def test_an_administrator_helps_somebody_who_lost_theirs(cast: Cast, client: Client) -> None:
    set_up(cast.director)
    address = reverse("people:lost_factor", args=[cast.director.pk])
    client.force_login(cast.national)
    assert client.post(address).status_code == 404
    client.force_login(cast.administrator)
    page = client.get(address).content.decode()
    assert "call them" in page
    assert "for 5 days, nor until they have set up another" in page
    assert "They get a message." in page
    client.post(address)
    assert not queries.is_set_up(cast.director)
    page = client.post(address, follow=True).content.decode()
    assert "There is no second factor" in page


def test_no_message_is_promised_where_none_goes_out(
    cast: Cast, client: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    client.force_login(cast.administrator)
    for name in ("lost_factor", "new_password"):
        page = client.get(reverse(f"people:{name}", args=[cast.director.pk])).content.decode()
        assert "o e-mail goes out from here" in page
        assert "get a message" not in page
