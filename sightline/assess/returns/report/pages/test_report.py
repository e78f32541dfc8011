from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.assess.returns.attestation import actions as attestation
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.attestation.test_actions import change
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.conftest import Asked, begin, fill_in, sign
from sightline.assess.returns.models import Return
from sightline.assess.returns.report import queries
from sightline.conftest import NOW, Cast

pytestmark = pytest.mark.django_db


def test_counted_by_kind_and_by_standard_with_three_queries(
    signed: Signature, asked: Asked, campaign: Campaign, cast: Cast
) -> None:
    fill_in(begin(asked.trust, cast.director), cast.director, s3_9="not_met")
    sign(asked.trust, asked.executive)
    # A later version takes the place of the first: nothing of it is counted twice.
    attestation.amend(self_assessment=asked.practice, reason="Less", by=asked.manager, at=NOW)
    change(asked.practice, asked.manager, "partly", "Not on Mondays.")
    sign(asked.practice, asked.partner)
    with CaptureQueriesContext(connection) as asked_:
        found = queries.report(campaign, Return.objects.filter(campaign=campaign), NOW.date())
    assert len(asked_) == 3
    kinds = {line.name: line.counts for line in found.kinds}
    assert kinds["GP practice or network"] == {"returned": 1}
    assert kinds["NHS trust"] == {"returned": 1, "not_started": 2}
    numbers = [line.number for line in found.standards]
    assert numbers[:3] == ["1.1", "1.2", "1.3"]
    assert len(numbers) == 49
    induction = next(line for line in found.standards if line.number == "3.9")
    assert induction.counts == {"partly": 1, "not_met": 1}


def test_the_region_has_its_own_report_and_a_stranger_gets_404(
    signed: Signature, cast: Cast, client: Client
) -> None:
    address = reverse("assess:returns:report", args=["2026"])
    client.force_login(cast.national)
    page = client.get(address).content.decode()
    assert "answers that bear on each standard" in page
    for name, wanted in (("kinds", b"GP practice"), ("standards", b"3.9")):
        file = client.get(address, {"format": "csv", "table": name})
        assert wanted in file.getvalue()
    client.force_login(cast.south_manager)
    south = client.get(address).content.decode()
    assert "GP practice" not in south
    for person in (cast.director, cast.icb_lead):
        client.force_login(person)
        assert client.get(address).status_code == 404
