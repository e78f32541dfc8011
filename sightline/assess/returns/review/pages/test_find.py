from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.conftest import Asked
from sightline.commitments.models import Commitment
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_a_recommendation_is_on_the_commitments_page(
    signed: Signature, asked: Asked, cast: Cast, client: Client
) -> None:
    address = reverse("assess:returns:find", args=[asked.practice.reference, "induction"])
    client.force_login(cast.south_manager)
    assert client.get(address).status_code == 404
    client.force_login(cast.north_manager)
    told = {"kind": "recommendation", "text": "Try the induction on a new colleague."}
    assert "who does it and by when" in client.post(address, told).content.decode()
    days = {"due_date_day": "1", "due_date_month": "3", "due_date_year": "2027"}
    client.post(address, told | days | {"owner_name": "Pia Practice"})
    reference = Commitment.objects.get().reference
    review = reverse("assess:returns:review", args=[asked.practice.reference])
    assert reference in client.get(review).content.decode()
    client.force_login(asked.manager)
    back = client.get(reverse("commitments:show", args=[reference])).content.decode()
    assert "SA-2026-ZP00001" in back
