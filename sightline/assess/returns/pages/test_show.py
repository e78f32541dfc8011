from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.conftest import Asked, begin, fill_in
from sightline.conftest import Cast
from sightline.standards.models import FrameworkVersion

pytestmark = pytest.mark.django_db


def test_what_is_on_its_way_is_the_providers_own(asked: Asked, cast: Cast, client: Client) -> None:
    address = reverse("assess:returns:show", args=[asked.practice.reference])
    client.force_login(asked.manager)
    assert "Begin" in client.get(address).content.decode()
    found = begin(asked.practice, asked.manager)
    fill_in(found, asked.manager)
    assert "Supervision in surgery" in client.get(address).content.decode()
    client.force_login(cast.north_manager)
    page = client.get(address).content.decode()
    assert "Nothing is signed yet" in page
    assert "Supervision in surgery" not in page


def test_a_stranger_gets_404(asked: Asked, cast: Cast, client: Client) -> None:
    address = reverse("assess:returns:show", args=[asked.practice.reference])
    for person in (cast.director, cast.south_manager, cast.learner):
        client.force_login(person)
        assert client.get(address).status_code == 404


def test_it_says_in_which_words_it_is_when_newer_ones_are_in_force(
    asked: Asked, cast: Cast, client: Client, following: FrameworkVersion
) -> None:
    address = reverse("assess:returns:show", args=[asked.practice.reference])
    client.force_login(asked.manager)
    page = client.get(address).content.decode()
    assert "in the words of Education Quality Framework 2024" in page
    assert "Education Quality Framework 2026 is in force now" in page
    FrameworkVersion.objects.filter(pk=following.pk).update(from_date=date(2027, 4, 1))
    FrameworkVersion.objects.filter(code="2024").update(to_date=None)
    assert "is in force now" not in client.get(address).content.decode()
