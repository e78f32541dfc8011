from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.places import Place
from sightline.conftest import NOW, Cast
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db
PAGE = "assess:judgements:list"


def test_filters_files_and_queries(
    place: Place,
    standard: Standard,
    cast: Cast,
    client: Client,
    django_assert_max_num_queries: Any,
) -> None:
    cited = [
        factories.item(factories.evidence(place, [standard], cast.north_manager, NOW)),
        factories.item(factories.self_rating(place, standard, "met", cast.director, NOW)),
    ]
    first = factories.judgement(place, standard, cited, cast.north_manager, NOW)
    made = [first]
    for step in range(1, 4):
        made.append(
            factories.judgement(
                place, standard, cited, cast.north_manager, NOW + timedelta(days=step),
                supersedes=made[-1], outcome="partly",
            )
        )  # fmt: skip
    client.force_login(cast.director)
    for query, seen in (
        ({}, made),
        ({"stands": "yes"}, made[3:]),
        ({"stands": "no", "outcome": "assured"}, made[:1]),
        ({"q": "3.1"}, made),
        ({"q": "9.9"}, []),
        ({"dissent": "1"}, []),
    ):
        html = client.get(reverse(PAGE), query).content.decode()
        assert [one for one in made if one.reference in html] == seen, query
    assert b"Superseded" in client.get(reverse(PAGE), {"format": "csv"}).getvalue()
    with django_assert_max_num_queries(9):
        client.get(reverse(PAGE))
    client.force_login(cast.other_director)
    assert first.reference not in client.get(reverse(PAGE)).content.decode()
    client.force_login(cast.learner)
    assert client.get(reverse(PAGE)).status_code == 404
