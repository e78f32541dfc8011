from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast
from sightline.listen.forums import factories
from sightline.listen.forums.models import Meeting
from sightline.listen.forums.points.models import Point

pytestmark = pytest.mark.django_db
PAGE = "listen:forums:points:list"


def body_of(answer: Any) -> str:
    return (b"".join(answer) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize("query", [{}, {"format": "csv"}])
def test_numbers_of_few_are_for_the_team_in_page_and_file(
    meeting: Meeting, cast: Cast, client: Client, query: dict[str, str]
) -> None:
    factories.point(meeting, cast.north_manager, NOW, agreed=3, present=20)
    for person, exact in (("north_manager", True), ("national", False), ("director", False)):
        client.force_login(getattr(cast, person))
        body = body_of(client.get(reverse(PAGE), query))
        assert ("3 of 20" in body) is exact, person
        assert ("A few" in body) is not exact, person


def test_others_see_none_of_it(point: Point, cast: Cast, client: Client) -> None:
    for person in ("south_manager", "other_director"):
        client.force_login(getattr(cast, person))
        assert point.text not in client.get(reverse(PAGE)).content.decode()
    client.force_login(cast.learner)
    assert client.get(reverse(PAGE)).status_code == 404


def test_themes_and_filters(meeting: Meeting, point: Point, cast: Cast, client: Client) -> None:
    factories.point(meeting, cast.north_manager, NOW, theme="induction", text="No log-in.")
    client.force_login(cast.north_manager)
    everything = client.get(reverse(PAGE)).content.decode()
    assert "Rotas, travel and money" in everything
    assert "Induction" in everything
    for query in (
        {"theme": "induction"},
        {"theme": "induction", "state": "open", "region": "YN1"},
        {"q": "log-in"},
        {"forum": meeting.forum.reference, "q": "log-in"},
    ):
        found = client.get(reverse(PAGE), query).content.decode()
        assert "No log-in." in found
        assert point.text not in found
    assert "No log-in." not in client.get(reverse(PAGE), {"standard": "1.1"}).content.decode()


def test_the_number_of_queries_does_not_grow(
    meeting: Meeting, cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.north_manager)
    for _ in range(10):
        factories.point(meeting, cast.north_manager, NOW)
    with django_assert_max_num_queries(14):
        client.get(reverse(PAGE))
