"""What the form of a section shows beside each question before it is answered."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.conftest import Asked, begin
from sightline.commitments import actions as commitments
from sightline.commitments.models import Commitment
from sightline.conftest import NOW, Cast, Country
from sightline.organisations.models import Organisation
from sightline.results.factories import MEASURES, make_dataset, spread
from sightline.standards.models import FrameworkVersion

pytestmark = pytest.mark.django_db
KNOWN = "What is known already"


def owes(organisation: Organisation, promise: str, number: str, cast: Cast) -> Commitment:
    return commitments.agree(
        kind="requirement", organisation=organisation, programme=None, promise=promise,
        evidence_expected="", owner_name="The dean", owner=None, because_kind="result",
        because_reference="LS01", measures=[], due_date=date(2027, 2, 1), by=cast.north_manager,
        at=NOW,
        standards=FrameworkVersion.objects.get(code="2024").standards.filter(number=number),
    )  # fmt: skip


def beside(page: str) -> dict[str, str]:
    """What is known, as it stands beside each question, by its code."""
    parts = re.split(r'<div id="q-([\w-]+)">', page)
    texts = (re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part)) for part in parts[2::2])
    return dict(zip(parts[1::2], (text.partition(KNOWN)[2] for text in texts), strict=True))


def test_survey_results_and_open_requirements_stand_beside_the_questions_that_they_bear_on(
    asked: Asked, country: Country, cast: Cast, client: Client
) -> None:
    bears = {"LS01": ("1.1",), "LS02": ("1.2",)}
    measures = [replace(one, standards=bears.get(one.code, ())) for one in MEASURES]
    low: Any = [[1, 5, 3]] * 55 + [[2, 4, 3]] * 5
    make_dataset(
        {
            (code, "", "CST"): low if code == "ZN001" else spread(60, seed=3)
            for code in ("ZN001", "ZN002", "ZS001")
        },
        measures=measures,
        year=2026,
    )
    mine = owes(country.trust, "A supervisor for each learner.", "1.1", cast)
    owes(country.other_trust, "Theirs and not ours.", "1.1", cast)
    begin(asked.trust, cast.director)
    client.force_login(cast.director)
    page = client.get(
        reverse("assess:returns:section", args=[asked.trust.reference, "environment"])
    ).content.decode()
    found = beside(page)
    first, second, third = (found[code] for code in ("s1-1", "s1-2", "s1-3"))
    assert "Supervisor available: 2 of 100 (2026)" in first
    assert "Lower than usual." in first
    assert f"Still owed: {mine.reference}: A supervisor for each learner." in first
    assert "Due 1 February 2027." in first
    assert "Feedback is useful: 98 of 100 (2026)" in second
    assert "Lower than usual." not in second
    assert "Still owed" not in second
    assert third == ""
    assert "Theirs and not ours." not in page
