from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.conftest import Asked, begin, fill_in
from sightline.conftest import NOW, PASSWORD, Cast
from sightline.people.second_factor import actions, codes

pytestmark = pytest.mark.django_db


def test_read_on_one_page_and_signed_with_a_code(asked: Asked, client: Client) -> None:
    found = begin(asked.practice, asked.manager)
    fill_in(found, asked.manager, finish=False, induction="not_met")
    address = reverse("assess:returns:sign", args=[found.reference])
    client.force_login(asked.partner)
    page = client.get(address).content.decode()
    for said in ("need a second factor", "It cannot be signed yet", "No improvement is planned"):
        assert said in page
    secret = codes.new_secret()
    spare = actions.set_up(
        secret=secret, code=codes.at_step(secret, codes.step_at(NOW)), password=PASSWORD,
        by=asked.partner, at=NOW,
    )  # fmt: skip
    told = {"agrees": "on", "code": spare[0]}
    assert "while a section is open" in client.post(address, told).content.decode()
    found.works.update(state="finished")
    assert "Tick the statement to sign" in client.post(address, {"code": spare[0]}).content.decode()
    wrong = client.post(address, told | {"code": "000000"}).content.decode()
    assert "The code is not right" in wrong
    assert not Signature.objects.exists()
    assert client.post(address, told).status_code == 302
    assert Signature.objects.get().signed_by == asked.partner
    assert "is signed already" in client.get(address).content.decode()


def test_a_stranger_gets_404(asked: Asked, cast: Cast, client: Client) -> None:
    address = reverse("assess:returns:sign", args=[asked.practice.reference])
    for person in (asked.manager, asked.executive, cast.north_manager):
        client.force_login(person)
        assert client.get(address).status_code == 404
