from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.attestation import actions
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.attestation.test_actions import change
from sightline.assess.returns.conftest import Asked, sign
from sightline.conftest import NOW, Cast

pytestmark = pytest.mark.django_db


def test_outside_eyes_see_the_current_version_only(
    signed: Signature, asked: Asked, cast: Cast, client: Client
) -> None:
    reference = asked.practice.reference
    first, second = (reverse("assess:returns:version", args=[reference, n]) for n in (1, 2))
    client.force_login(cast.icb_lead)
    assert "As it is here." in client.get(first).content.decode()
    actions.amend(self_assessment=asked.practice, reason="It fell.", by=asked.manager, at=NOW)
    change(asked.practice, asked.manager, "partly", "Not on Mondays.")
    assert client.get(first).status_code == 200, "until the new one is signed"
    assert "Not on Mondays." not in client.get(first).content.decode()
    sign(asked.practice, asked.partner)
    assert client.get(first).status_code == 404
    page = client.get(second).content.decode()
    assert "Not on Mondays." in page
    assert "is now partly met" not in page
    for person in (asked.manager, asked.partner, cast.north_manager):
        client.force_login(person)
        assert "has been replaced" in client.get(first).content.decode()
        page = client.get(second).content.decode()
        assert "Was met, is now partly met." in page
        assert "It fell." in page


def test_a_stranger_gets_404(signed: Signature, asked: Asked, cast: Cast, client: Client) -> None:
    address = reverse("assess:returns:version", args=[asked.practice.reference, 1])
    for person in (cast.director, cast.south_manager, cast.learner):
        client.force_login(person)
        assert client.get(address).status_code == 404
