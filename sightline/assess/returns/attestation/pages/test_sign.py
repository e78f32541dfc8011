from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.conftest import Asked, begin, fill_in
from sightline.conftest import NOW, PASSWORD, Cast
from sightline.people import actions as people
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


def test_after_a_reset_the_page_says_from_when_one_can_sign_and_uses_up_no_code(
    asked: Asked, cast: Cast, client: Client
) -> None:
    found = begin(asked.practice, asked.manager)
    fill_in(found, asked.manager)
    people.give_new_password(
        user=asked.partner, password=PASSWORD, by=cast.administrator, at=NOW - timedelta(days=1)
    )
    asked.partner.refresh_from_db()
    address = reverse("assess:returns:sign", args=[found.reference])
    client.force_login(asked.partner)
    said = client.get(address).content.decode()
    assert "You cannot sign yet" in said
    assert "You need a second factor to sign" in said
    secret = codes.new_secret()
    spare = actions.set_up(
        secret=secret, code=codes.at_step(secret, codes.step_at(NOW)), password=PASSWORD,
        by=asked.partner, at=NOW,
    )  # fmt: skip
    told = {"agrees": "on", "code": spare[0]}
    for page in (client.get(address), client.post(address, told)):
        said = page.content.decode()
        assert "You cannot sign yet" in said
        assert "You need a second factor to sign" not in said
        assert "you can sign from 28 November 2026 at 10:00" in said
    assert not Signature.objects.exists()
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        client.force_login(asked.partner)
        assert client.post(address, told).status_code == 302
    assert Signature.objects.get().signed_by == asked.partner
