"""A campaign that is open, with a trust and a practice asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest
import time_machine

from sightline.access.roles import Role
from sightline.assess.returns.answering import actions as answering
from sightline.assess.returns.answering.rules import Given
from sightline.assess.returns.attestation import actions as attestation
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.campaigns import actions as campaigns
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.models import Return
from sightline.conftest import NOW, Cast, Country, make_user
from sightline.people.models import User
from sightline.people.second_factor.actions import Confirmed
from sightline.standards.models import FrameworkVersion


@pytest.fixture(autouse=True)
def at_that_time() -> Iterator[None]:
    """Pages ask what day it is: the one on which tests play."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def campaign(cast: Cast, framework: FrameworkVersion) -> Campaign:
    return campaigns.make(
        code="2026",
        name="Self-assessment 2026",
        opens_date=date(2026, 10, 1),
        closes_date=date(2026, 12, 18),
        last_date=date(2027, 1, 15),
        by=cast.national,
        at=NOW,
    )


@dataclass
class Asked:
    """Two returns and those who work on them."""

    trust: Return
    practice: Return
    manager: User  # of the practice
    executive: User  # of the trust
    partner: User  # executive of the practice


@pytest.fixture
def asked(campaign: Campaign, country: Country, cast: Cast) -> Asked:
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


def begin(found: Return, by: User, *, learners: int = 4) -> Return:
    return answering.begin(self_assessment=found, learners=learners, professions=[], by=by, at=NOW)


def fill_in(found: Return, by: User, *, finish: bool = True, **outcomes: str) -> None:
    """Answer every question: met, unless another outcome is named for its code."""
    for section in found.journey.sections:
        work = answering.save_section(
            self_assessment=found,
            section=section.code,
            given={
                question.code: Given(
                    outcomes.get(question.code.replace("-", "_"), "met"), "As it is here."
                )
                for question in section.questions
            },
            seen_version=0,
            by=by,
            at=NOW,
        )
        if finish:
            answering.finish_section(
                self_assessment=found,
                section=section.code,
                seen_version=work.version,
                by=by,
                at=NOW,
            )


def sign(found: Return, by: User, at: datetime = NOW) -> Signature:
    """Signed by somebody who has just shown their second factor."""
    return attestation.sign(self_assessment=found, confirmed=Confirmed(by.pk, at), by=by, at=at)


@pytest.fixture
def signed(asked: Asked, cast: Cast) -> Signature:
    """The practice's, all met but one."""
    found = begin(asked.practice, asked.manager)
    fill_in(found, asked.manager, induction="partly")
    return sign(found, asked.partner)
