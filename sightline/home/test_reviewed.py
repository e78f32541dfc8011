"""Signed self-assessments, and what is said of them, at home of whoever they wait for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.access.roles import Role
from sightline.assess.places import Level, Place
from sightline.assess.returns.attestation import actions as attestation
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.attestation.test_actions import change
from sightline.assess.returns.campaigns import actions as campaigns
from sightline.assess.returns.conftest import Asked, begin, fill_in, sign
from sightline.assess.returns.letters import actions as letters
from sightline.assess.returns.models import Return
from sightline.assess.returns.review import actions as review
from sightline.conftest import NOW, TODAY, Cast, Country, make_user
from sightline.home import errands
from sightline.insight.tensions.models import Tension
from sightline.people.models import User
from sightline.respond.requests import actions as requests
from sightline.standards.models import FrameworkVersion

pytestmark = pytest.mark.django_db
TO_SIGN, TO_REVIEW = "Self-assessments to sign", "Self-assessments to review"
QUERIED = "Answers the regional team asks about"
REPLIES, LETTERS = "Replies about self-assessments", "Feedback on self-assessments"
MINE = "Self-assessment 2026: Dunmere Surgery"


@pytest.fixture
def asked(cast: Cast, country: Country, framework: FrameworkVersion) -> Asked:
    campaign = campaigns.make(
        code="2026", name="Self-assessment 2026", opens_date=date(2026, 10, 1),
        closes_date=date(2026, 12, 18), last_date=date(2027, 1, 15), by=cast.national, at=NOW,
    )  # fmt: skip
    campaigns.ask(
        campaign=campaign, kinds=["trust", "practice"], regions=[], by=cast.national, at=NOW
    )
    found = Return.objects.select_related("campaign", "organisation")
    return Asked(
        trust=found.get(organisation=country.trust),
        practice=found.get(organisation=country.practice),
        manager=make_user("Pia Practice", Role.DIRECTOR_OF_EDUCATION, country.practice),
        executive=make_user("Eve Executive", Role.EXECUTIVE, country.trust),
        partner=make_user("Pat Partner", Role.EXECUTIVE, country.practice),
    )


@pytest.fixture
def signed(asked: Asked) -> Signature:
    fill_in(begin(asked.practice, asked.manager), asked.manager, induction="partly")
    return sign(asked.practice, asked.partner)


def of(viewer: User, heading: str, day: date = TODAY) -> list[str]:
    """The texts of one errand; none where there is no such errand."""
    told = {one.heading: one for one in errands.of(User.objects.get(pk=viewer.pk), day)}
    found = told.get(heading)
    if found is None:
        return []
    assert found.total == len(found.items)
    assert found.all_href
    assert all(item.href for item in found.items)
    return [item.text for item in found.items]


def test_an_executive_is_told_when_there_is_something_to_sign(asked: Asked, cast: Cast) -> None:
    fill_in(begin(asked.practice, asked.manager), asked.manager, finish=False)
    assert of(asked.partner, TO_SIGN) == []
    asked.practice.works.update(state="finished")
    assert of(asked.partner, TO_SIGN) == [MINE]
    for other in (asked.executive, asked.manager, cast.north_manager):
        assert of(other, TO_SIGN) == []
    sign(asked.practice, asked.partner)
    assert of(asked.partner, TO_SIGN) == []
    attestation.amend(self_assessment=asked.practice, reason="More", by=asked.manager, at=NOW)
    assert of(asked.partner, TO_SIGN) == [], "nobody has changed anything yet"
    change(asked.practice, asked.manager, "partly", "Less.")
    asked.practice.works.filter(section="welcome").update(changed_at=NOW + timedelta(hours=1))
    assert of(asked.partner, TO_SIGN, date(2027, 3, 1)) == [MINE], "after the last day too"


def test_what_is_signed_waits_for_the_region_until_the_letter_is_sent(
    signed: Signature, asked: Asked, cast: Cast
) -> None:
    assert of(cast.north_manager, TO_REVIEW) == [MINE]
    assert of(cast.national, TO_REVIEW) == [MINE]
    for other in (cast.south_manager, cast.icb_lead, asked.manager, asked.partner):
        assert of(other, TO_REVIEW) == []
    review.accept_the_rest(signature=signed, by=cast.north_manager, at=NOW)
    letters.send(signature=signed, by=cast.north_manager, at=NOW)
    assert of(cast.north_manager, TO_REVIEW) == []


def test_of_two_cycles_the_newer_waits_and_the_list_says_the_same(
    signed: Signature, asked: Asked, cast: Cast, client: Client
) -> None:
    later = campaigns.make(
        code="2027", name="The next", opens_date=date(2026, 11, 1), closes_date=date(2027, 12, 1),
        last_date=date(2027, 12, 1), by=cast.national, at=NOW,
    )  # fmt: skip
    campaigns.ask(campaign=later, kinds=["practice"], regions=[], by=cast.national, at=NOW)
    again = begin(Return.objects.get(campaign=later), asked.manager)
    fill_in(again, asked.manager)
    assert of(cast.north_manager, TO_REVIEW) == [MINE]
    sign(again, asked.partner)
    assert of(cast.north_manager, TO_REVIEW) == ["The next: Dunmere Surgery"]
    client.force_login(cast.north_manager)
    address = reverse("assess:returns:list")
    listed = client.get(address, {"review": "no"}).content.decode()
    assert "Showing 1 to 1 of 1" in listed or "1 self-assessment" in listed
    assert "SA-2027-ZP00001" in listed
    assert "No self-assessment fits" in client.get(address, {"review": "yes"}).content.decode()


def test_a_letter_is_told_of_for_a_month(signed: Signature, asked: Asked, cast: Cast) -> None:
    review.accept_the_rest(signature=signed, by=cast.north_manager, at=NOW)
    letters.send(signature=signed, by=cast.north_manager, at=NOW)
    for reader in (asked.manager, asked.partner):
        assert of(reader, LETTERS) == [MINE]
        assert of(reader, LETTERS, TODAY + timedelta(days=31)) == []
    for other in (asked.executive, cast.director, cast.icb_lead, cast.north_manager):
        assert of(other, LETTERS) == []


def test_a_query_waits_for_the_provider_and_its_reply_for_the_region(
    signed: Signature, asked: Asked, cast: Cast
) -> None:
    told: dict[str, Any] = {"signature": signed, "by": cast.north_manager, "at": NOW}
    query = review.decide(question="value", outcome="queried", reason="Since when?", **told)
    review.decide(question="safe", outcome="disagreed", reason="We saw otherwise.", **told)
    assert len(of(asked.manager, QUERIED)) == 2
    assert of(asked.manager, QUERIED)[0].startswith("SA-2026-ZP00001: ")
    assert "Since when?" not in str(of(asked.manager, QUERIED))
    for other in (cast.director, asked.partner, cast.north_manager):
        assert of(other, QUERIED) == []
    review.decide(question="safe", outcome="accepted", reason="", **told)
    assert len(of(asked.manager, QUERIED)) == 1, "what was said last counts"
    assert of(cast.north_manager, REPLIES) == []
    review.reply(decision=query, text="Since June.", by=asked.manager, at=NOW)
    assert of(asked.manager, QUERIED) == []
    assert len(of(cast.north_manager, REPLIES)) == 1
    for other in (cast.south_manager, cast.icb_lead):
        assert of(other, REPLIES) == []
    review.accept_the_rest(**told)
    letters.send(**told)
    assert of(cast.north_manager, REPLIES) == [], "read when the letter was written"


def test_requests_for_a_review_and_tensions_wait_for_the_quality_team(
    cast: Cast, country: Country
) -> None:
    place = Place(Level.ORGANISATION, country.trust)
    request = requests.ask_for_review(
        place=place, standards=[], reason="Look.", because_reference="", by=cast.north_manager,
        at=NOW,
    )  # fmt: skip
    for number, place_ in ((1, country.trust), (2, country.southern_trust)):
        Tension.objects.create(
            reference=f"T-2026-000{number}", kind="regulator_only", level="organisation",
            organisation=place_, cause=str(number), one_says="Yes.", other_says="No.", found_at=NOW,
        )  # fmt: skip
    heading = "Reviews that are asked for"
    assert of(cast.north_manager, heading) == [f"{request.reference}: Aldermoor Hospitals"]
    assert [one[:11] for one in of(cast.north_manager, "Tensions")] == ["T-2026-0001"]
    assert len(of(cast.national, "Tensions")) == 2
    assert of(cast.south_manager, heading) == []
    for other in (cast.director, cast.icb_lead, cast.learner, cast.administrator):
        assert of(other, heading) == of(other, "Tensions") == []
    Tension.objects.filter(reference="T-2026-0001").update(gone_at=NOW)
    assert of(cast.north_manager, "Tensions") == []


def test_as_many_queries_for_many_as_for_one(signed: Signature, asked: Asked, cast: Cast) -> None:
    told: dict[str, Any] = {"signature": signed, "by": cast.north_manager, "at": NOW}

    def queries(viewer: User) -> int:
        fresh = User.objects.get(pk=viewer.pk)
        with CaptureQueriesContext(connection) as counted:
            errands.of(fresh, TODAY)
        return len(counted)

    review.decide(question="value", outcome="queried", reason="Since when?", **told)
    viewers = (asked.manager, asked.partner, cast.north_manager)
    few = [queries(one) for one in viewers]
    for code in ("respect", "safe"):
        review.decide(question=code, outcome="disagreed", reason="No.", **told)
    fill_in(begin(asked.trust, cast.director), cast.director)
    sign(asked.trust, asked.executive)
    assert [queries(one) for one in viewers] == few
