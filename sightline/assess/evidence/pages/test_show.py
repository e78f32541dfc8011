from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.places import Place
from sightline.conftest import NOW, Cast
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db
PAGE = "assess:evidence:show"


def test_strangers_are_told_nothing(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    inside = factories.evidence(place, [standard], cast.north_manager, NOW, audience="internal")
    for person in ("director", "icb_lead", "south_manager", "other_director", "learner"):
        client.force_login(getattr(cast, person))
        assert client.get(reverse(PAGE, args=[inside.reference])).status_code == 404, person


def test_it_says_what_it_is_and_whom_it_serves(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    made = factories.evidence(place, [standard], cast.north_manager, NOW)
    said = factories.self_rating(place, standard, "met", cast.director, NOW)
    judged = factories.judgement(
        place, standard, [factories.item(made), factories.item(said)], cast.north_manager, NOW
    )
    client.force_login(cast.director)
    html = client.get(reverse(PAGE, args=[made.reference])).content.decode()
    for words in ("Points to met", "Two groups said the same.", "GMC S3.1", judged.reference):
        assert words in html
    assert "Withdraw this evidence" not in html
    assert "Who did what" not in html
    client.force_login(cast.north_manager)
    html = client.get(reverse(PAGE, args=[made.reference])).content.decode()
    assert "Withdraw this evidence" in html
    assert "Who did what" in html


def test_a_fact_says_that_nothing_is_derived(place: Place, cast: Cast, client: Client) -> None:
    made = factories.fact(place, cast.north_manager, NOW)
    client.force_login(cast.north_manager)
    html = client.get(reverse(PAGE, args=[made.reference])).content.decode()
    assert "A fact: nothing is derived from it." in html
    assert "The place as a whole" in html
