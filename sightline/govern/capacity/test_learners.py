"""Who begins a self-assessment finds the learners on record there."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sightline.assess.places import Level, Place
from sightline.assess.returns.answering.prefill import OnRecord
from sightline.assess.returns.campaigns import actions as campaigns
from sightline.assess.returns.models import Return
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.govern.capacity import queries
from sightline.govern.conftest import Say
from sightline.standards.models import FrameworkVersion

pytestmark = pytest.mark.django_db


def test_learners_on_record_are_those_there_now_each_once(
    say: Say, ward: Place, country: Country, cast: Cast
) -> None:
    assert queries.learners_of(country.trust, cast.director, TODAY) is None
    say(20)
    assert queries.learners_of(country.trust, cast.director, TODAY) is None
    say(23, "actual")
    say(4, "actual", place=ward)
    say(6, "actual", place=ward, profession=country.medicine)
    say(9, "actual", place=Place(Level.ORGANISATION, country.practice))
    professions = tuple(sorted([country.nursing.pk, country.medicine.pk]))
    assert queries.learners_of(country.trust, cast.director, TODAY) == OnRecord(29, professions)


def test_numbers_of_others_are_not_on_record(say: Say, country: Country, cast: Cast) -> None:
    say(23, "actual")
    assert queries.learners_of(country.trust, cast.other_director, TODAY) is None


def test_a_self_assessment_begins_with_them(
    say: Say, country: Country, cast: Cast, client: Client, framework: FrameworkVersion
) -> None:
    say(23, "actual")
    campaign = campaigns.make(
        code="2026",
        name="Self-assessment 2026",
        opens_date=TODAY,
        closes_date=TODAY + timedelta(days=60),
        last_date=TODAY + timedelta(days=90),
        by=cast.national,
        at=NOW,
    )
    campaigns.ask(campaign=campaign, kinds=["trust"], regions=[], by=cast.national, at=NOW)
    found = Return.objects.get(organisation=country.trust)
    client.force_login(cast.director)
    with time_machine.travel(NOW, tick=False):
        response = client.get(reverse("assess:returns:begin", args=[found.reference]))
    page = response.content.decode()
    assert "23 learners are recorded as being with you now" in page
    assert 'value="23"' in page
    assert f'value="{country.nursing.pk}" checked' in " ".join(page.split())
