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
from sightline.conftest import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference(signed: Signature, cast: Cast) -> str:
    """Of the commitment that a finding about the question "value" became."""
    made = actions.find(
        signature=signed, question="value", kind="requirement", text="Do it.", owner_name="Pia",
        due_date=date(2027, 2, 1), by=cast.north_manager, at=NOW,
    )  # fmt: skip
    assert made.commitment is not None
    return made.commitment.reference


def test_a_commitment_leads_back_to_the_very_answer_and_a_stranger_gets_404(
    reference: str, asked: Asked, cast: Cast, client: Client
) -> None:
    finding = reverse("assess:returns:finding", args=[reference])
    where = reverse("assess:returns:version", args=[asked.practice.reference, 1])
    for person in (asked.manager, cast.north_manager, cast.icb_lead):
        client.force_login(person)
        back = client.get(reverse("commitments:show", args=[reference])).content.decode()
        assert f'<a href="{finding}">SA-2026-ZP00001</a>' in back
        assert client.get(finding)["Location"] == f"{where}#q-value"
    assert 'id="q-value"' in client.get(where).content.decode()
    for person in (cast.south_manager, cast.director):
        client.force_login(person)
        assert client.get(finding).status_code == 404


def test_who_sees_the_current_version_only_is_led_to_that(
    reference: str, asked: Asked, cast: Cast, client: Client
) -> None:
    attestation.amend(self_assessment=asked.practice, reason="More", by=asked.manager, at=NOW)
    change(asked.practice, asked.manager, "partly", "Less.")
    sign(asked.practice, asked.partner)
    finding = reverse("assess:returns:finding", args=[reference])
    for person, number in ((cast.icb_lead, 2), (cast.north_manager, 1)):
        client.force_login(person)
        where = reverse("assess:returns:version", args=[asked.practice.reference, number])
        assert client.get(finding)["Location"] == f"{where}#q-value"
        assert client.get(where).status_code == 200
