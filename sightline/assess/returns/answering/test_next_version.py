"""Last year's answers under a new version of the framework."""

from __future__ import annotations

from datetime import date

import pytest

from sightline.assess.returns.answering import prefill
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.campaigns import actions as campaigns
from sightline.assess.returns.models import Return
from sightline.conftest import NOW, Cast
from sightline.standards.models import FrameworkVersion, LoadedFile
from sightline.standards.succession import actions as succession

pytestmark = pytest.mark.django_db

#: "respect" asks something else than the question of that code asked before.
JOURNEY = """
code: gp-practice
name: GP practice
framework: "2026"
kinds: [practice]
here: the practice
people: patients
most_minutes: 25
sections:
  - code: welcome
    title: A good place to learn
    questions:
      - {code: respect, ask: Money is spent on education., standards: ["1.1"], minutes: 1}
      - {code: valued, ask: Education is valued., standards: ["1.3"], minutes: 1}
"""


@pytest.fixture
def next_year(signed: Signature, following: FrameworkVersion, cast: Cast) -> Return:
    LoadedFile.objects.create(
        kind="journey", code="gp-practice", edition=2, framework=following,
        text=JOURNEY, at=NOW, by=cast.national,
    )  # fmt: skip
    campaign = campaigns.make(
        code="2027",
        name="Self-assessment 2027",
        opens_date=date(2027, 10, 1),
        closes_date=date(2027, 12, 18),
        last_date=date(2028, 1, 15),
        by=cast.national,
        at=NOW,
    )
    campaigns.ask(campaign=campaign, kinds=["practice"], regions=[], by=cast.national, at=NOW)
    return Return.objects.get(campaign=campaign, organisation=signed.self_assessment.organisation)


def test_a_question_is_the_same_by_its_standards_and_not_by_its_code(
    next_year: Return, following: FrameworkVersion, cast: Cast
) -> None:
    assert prefill.last_answers(next_year) == {}
    succession.accept_renumbered(into=following, by=cast.national, at=NOW)
    found = prefill.last_answers(next_year)
    assert set(found) == {"valued"}
    assert (found["valued"].outcome, found["valued"].still_true) == ("met", False)
