from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.listen.forums import factories
from sightline.listen.forums.models import Forum

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner", "administrator"])
def test_strangers_are_told_nothing(person: str, forum: Forum, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(forum)).status_code == 404


def page(forum: Forum) -> str:
    return reverse("listen:forums:show", args=[forum.reference])


def test_a_small_number_is_for_the_team_only(
    forum: Forum, cast: Cast, country: Country, client: Client
) -> None:
    meeting = factories.meeting(forum, cast.north_manager, NOW)
    meeting.attendance.create(profession=country.nursing, came=3)
    client.force_login(cast.north_manager)
    own = client.get(page(forum)).content.decode()
    assert "Record a meeting" in own
    assert "Withheld" not in own
    client.force_login(cast.director)
    other = client.get(page(forum)).content.decode()
    assert "Withheld" in other
    assert "Record a meeting" not in other


def test_the_number_of_queries_does_not_grow(
    forum: Forum, cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.north_manager)
    for _ in range(4):
        meeting = factories.meeting(forum, cast.north_manager, NOW)
        for _ in range(3):
            factories.point(meeting, cast.north_manager, NOW)
    with django_assert_max_num_queries(16):
        client.get(page(forum))
