from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.conftest import Asked, begin
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_evidence_is_named_and_then_chosen(asked: Asked, client: Client) -> None:
    begin(asked.practice, asked.manager)
    address = reverse("assess:returns:evidence", args=[asked.practice.reference])
    client.force_login(asked.manager)
    assert "Enter where it is kept" in client.post(address, {"title": "Rota"}).content.decode()
    client.post(address, {"title": "<b>Rota</b>", "where": "Drive"})
    section = reverse("assess:returns:section", args=[asked.practice.reference, "welcome"])
    page = client.get(section).content.decode()
    assert "&lt;b&gt;Rota&lt;/b&gt;" in page
    chosen = [asked.practice.evidence.get().pk]
    told = {"version": "0", "value-outcome": "met", "value-evidence": chosen}
    client.post(section, told)
    assert "1 answer" in client.get(address).content.decode()


def test_a_stranger_gets_404(asked: Asked, cast: Cast, client: Client) -> None:
    address = reverse("assess:returns:evidence", args=[asked.practice.reference])
    client.force_login(cast.director)
    assert client.get(address).status_code == 404
