from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.attestation import actions as attestation
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.attestation.test_actions import change
from sightline.assess.returns.conftest import Asked, sign
from sightline.assess.returns.review import actions
from sightline.commitments.models import Commitment
from sightline.conftest import NOW, Cast

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
    finding = reverse("assess:returns:finding", args=[reference])
    assert f'<a href="{finding}">SA-2026-ZP00001</a>' in back
    where = reverse("assess:returns:version", args=[asked.practice.reference, 1])
    for person in (asked.manager, cast.north_manager, cast.icb_lead):
        client.force_login(person)
        assert client.get(finding)["Location"] == f"{where}#q-induction"
    assert 'id="q-induction"' in client.get(where).content.decode()
    for person in (cast.south_manager, cast.director):
        client.force_login(person)
        assert client.get(finding).status_code == 404


def test_who_sees_the_current_version_only_is_led_to_that(
    signed: Signature, asked: Asked, cast: Cast, client: Client
) -> None:
    made = actions.find(
        signature=signed, question="value", kind="requirement", text="Do it.", owner_name="Pia",
        due_date=date(2027, 2, 1), by=cast.north_manager, at=NOW,
    )  # fmt: skip
    assert made.commitment is not None
    attestation.amend(self_assessment=asked.practice, reason="More", by=asked.manager, at=NOW)
    change(asked.practice, asked.manager, "partly", "Less.")
    sign(asked.practice, asked.partner)
    finding = reverse("assess:returns:finding", args=[made.commitment.reference])
    for person, number in ((cast.icb_lead, 2), (cast.north_manager, 1)):
        client.force_login(person)
        where = reverse("assess:returns:version", args=[asked.practice.reference, number])
        assert client.get(finding)["Location"] == f"{where}#q-value"
        assert client.get(where).status_code == 200
