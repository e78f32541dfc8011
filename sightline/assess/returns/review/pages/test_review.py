from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.conftest import Asked
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_reviewed_on_one_page_and_a_concern_leads_back(
    signed: Signature, asked: Asked, cast: Cast, client: Client
) -> None:
    address = reverse("assess:returns:review", args=[asked.practice.reference])
    client.force_login(cast.north_manager)
    page = client.get(address).content.decode()
    assert "Not looked at yet" in page
    assert "?organisation=ZP00001&amp;from=SA-2026-ZP00001.value" in page
    raised = client.get(
        reverse("respond:register:raise"),
        {
            "organisation": "ZP00001",
            "about": "organisation",
            "from": "SA-2026-ZP00001.value",
        },
        follow=True,
    ).content.decode()
    assert "Found in the review of self-assessment SA-2026-ZP00001" in raised
    assert "12 answers accepted" in client.post(address, follow=True).content.decode()
    assert "Write the feedback letter" in client.get(address).content.decode()


def test_a_stranger_gets_404(signed: Signature, asked: Asked, cast: Cast, client: Client) -> None:
    address = reverse("assess:returns:review", args=[asked.practice.reference])
    for person in (cast.south_manager, cast.icb_lead, asked.manager):
        client.force_login(person)
        assert client.get(address).status_code == 404
    client.force_login(cast.south_manager)
    named = {"organisation": "ZS001", "about": "organisation", "from": "SA-2026-ZP00001.value"}
    assert client.get(reverse("respond:register:raise"), named).status_code == 404
    client.force_login(cast.north_manager)
    unsigned = reverse("assess:returns:review", args=[asked.trust.reference])
    assert client.get(unsigned).status_code == 404
