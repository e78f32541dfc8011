from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.conftest import Asked
from sightline.conftest import Cast, Country

pytestmark = pytest.mark.django_db


def test_it_begins_with_how_many_learn_here(asked: Asked, country: Country, client: Client) -> None:
    address = reverse("assess:returns:begin", args=[asked.practice.reference])
    client.force_login(asked.manager)
    assert "How many learners" in client.get(address).content.decode()
    assert "with a whole number" in client.post(address, {"learners": "many"}).content.decode()
    client.post(address, {"learners": "4", "professions": [country.nursing.pk]})
    asked.practice.refresh_from_db()
    assert asked.practice.learners == 4
    assert list(asked.practice.professions.all()) == [country.nursing]


def test_a_stranger_gets_404(asked: Asked, cast: Cast, client: Client) -> None:
    address = reverse("assess:returns:begin", args=[asked.practice.reference])
    for person in (cast.director, cast.north_manager, asked.partner):
        client.force_login(person)
        assert client.get(address).status_code == 404
