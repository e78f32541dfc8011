from __future__ import annotations

import csv
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.assess.returns.attestation import actions as attestation
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.attestation.test_actions import change
from sightline.assess.returns.campaigns import actions as campaigns
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.conftest import Asked, begin, fill_in, sign
from sightline.assess.returns.models import Return
from sightline.assess.returns.report import queries
from sightline.assess.returns.review import actions as review
from sightline.conftest import NOW, Cast
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db


def test_counted_by_kind_and_by_standard_with_six_queries(
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
    assert len(asked_) == 6
    kinds = {line.name: line.counts for line in found.kinds}
    assert kinds["GP practice or network"] == {"returned": 1}
    assert kinds["NHS trust"] == {"returned": 1, "not_started": 2}
    numbers = [line.number for line in found.standards]
    assert numbers[:3] == ["1.1", "1.2", "1.3"]
    assert len(numbers) == 49
    induction = next(line for line in found.standards if line.number == "3.9")
    assert induction.counts == {"partly": 1, "not_met": 1}
    assert queries.share_met(induction.counts) == 0
    by_region = {line.name: line for line in found.regions}
    assert (by_region["North"].asked, by_region["South"].asked) == (3, 1)
    assert by_region["North"].outcomes.total() == 12 + 49
    assert by_region["South"].outcomes.total() == 0


def test_beside_it_stands_the_cycle_before_with_words_findings_and_minutes(
    signed: Signature, asked: Asked, campaign: Campaign, cast: Cast, client: Client
) -> None:
    review.find(
        signature=signed, question="value", kind="practice", text="A buddy.", owner_name="",
        due_date=None, by=cast.north_manager, at=NOW,
    )  # fmt: skip
    later = campaigns.make(
        code="2027", name="The next", opens_date=date(2026, 11, 1), closes_date=date(2027, 12, 1),
        last_date=date(2027, 12, 1), by=cast.national, at=NOW,
    )  # fmt: skip
    campaigns.ask(campaign=later, kinds=["practice"], regions=[], by=cast.national, at=NOW)
    between = campaigns.make(
        code="ready", name="Another", opens_date=date(2026, 10, 15), closes_date=date(2027, 12, 1),
        last_date=date(2027, 12, 1), by=cast.national, at=NOW,
    )  # fmt: skip
    campaigns.ask_listed(
        campaign=between, codes=["ZP00001"], journey_code="school", by=cast.national, at=NOW
    )
    assert queries.before(later) == campaign, "which asked the same kind of provider"
    again = begin(Return.objects.get(campaign=later), asked.manager)
    fill_in(again, asked.manager, value="not_met")
    sign(again, asked.partner)
    client.force_login(cast.national)
    address = reverse("assess:returns:report", args=["2027"])
    page = client.get(address).content.decode()
    for said in (
        "Returned, Self-assessment 2026", "regions side by side", "what the reviews found",
        "Minutes asked", ">–<",
    ):  # fmt: skip
        assert said in page

    def rows(table: str, code: str = "2027") -> list[dict[str, str]]:
        where = reverse("assess:returns:report", args=[code])
        file = client.get(where, {"format": "csv", "table": table}).getvalue()
        lines = file.decode("utf-8-sig").splitlines()
        start = next(n for n, line in enumerate(lines) if line.count(",") > 0)
        return list(csv.DictReader(lines[start:]))

    [first, *_] = rows("standards")
    wording = Standard.objects.get(number="1.1", version=later.framework).wording
    assert first["What it says"] == wording
    assert float(first["Met"]) == 0
    assert float(first["Met, Self-assessment 2026"]) == 100
    practice = rows("findings")[-1]
    assert (practice["Number"], practice["Number, Self-assessment 2026"]) == ("0", "1")
    [kind] = rows("kinds")
    assert (kind["Minutes asked"], kind["Median minutes taken"]) == ("25", "")
    assert [one["Region"] for one in rows("regions", "2026")] == ["North", "South"]
    assert (
        "Beside it stands"
        not in client.get(reverse("assess:returns:report", args=["2026"])).content.decode()
    )


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
