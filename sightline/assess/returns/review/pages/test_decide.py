from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.conftest import Asked
from sightline.assess.returns.review.models import ReviewDecision
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_an_answer_is_queried_with_a_reason(
    signed: Signature, asked: Asked, cast: Cast, client: Client
) -> None:
    address = reverse("assess:returns:decide", args=[asked.practice.reference, "induction"])
    client.force_login(cast.south_manager)
    assert client.get(address).status_code == 404
    client.force_login(cast.north_manager)
    assert "Say why" in client.post(address, {"outcome": "disagreed"}).content.decode()
    client.post(address, {"outcome": "queried", "reason": "Who shows them round?"})
    assert ReviewDecision.objects.get().reason == "Who shows them round?"
    assert "Who shows them round?" in client.get(address).content.decode()
    assert client.get(address.replace("induction", "nothing")).status_code == 404
