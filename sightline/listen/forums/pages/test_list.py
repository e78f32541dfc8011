from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.listen.forums import actions, factories
from sightline.listen.forums.models import Forum

pytestmark = pytest.mark.django_db
PAGE = "listen:forums:list"
NAMES = ("Learner voice forum", "Southern voices")


def test_each_sees_the_forums_of_their_place(
    forum: Forum, cast: Cast, country: Country, client: Client
) -> None:
    factories.forum(country.southern_trust, cast.south_manager, NOW, name=NAMES[1])
    for person, seen in (
        ("national", set(NAMES)),
        ("director", {NAMES[0]}),
        ("icb_lead", {NAMES[0]}),
        ("other_director", {NAMES[1]}),
    ):
        client.force_login(getattr(cast, person))
        html = client.get(reverse(PAGE)).content.decode()
        assert {name for name in NAMES if name in html} == seen
    client.force_login(cast.learner)
    assert client.get(reverse(PAGE)).status_code == 404


def test_filters_and_files(forum: Forum, cast: Cast, client: Client) -> None:
    actions.end(
        forum=forum, ended_date=forum.started_date, reason="Over.", by=cast.north_manager, at=NOW
    )
    client.force_login(cast.north_manager)
    for query, found in (
        ({"running": "ended"}, True),
        ({"running": "running"}, False),
        ({"kind": "national"}, False),
        ({"region": "YN1", "q": "voice"}, True),
    ):
        html = client.get(reverse(PAGE), query).content.decode()
        assert (forum.reference in html) is found, query
    assert client.get(reverse(PAGE), {"format": "xlsx"}).status_code == 200


def test_the_number_of_queries_does_not_grow(
    cast: Cast, country: Country, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.north_manager)
    for _ in range(6):
        made = factories.forum(country.trust, cast.north_manager, NOW)
        factories.meeting(made, cast.north_manager, NOW)
    with django_assert_max_num_queries(11):
        client.get(reverse(PAGE))
