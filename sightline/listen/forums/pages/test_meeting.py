from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.listen.forums import factories
from sightline.listen.forums.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner", "administrator"])
def test_strangers_are_told_nothing(
    person: str, meeting: Meeting, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(meeting)).status_code == 404


def page(meeting: Meeting) -> str:
    return reverse("listen:forums:meeting", args=[meeting.forum.reference, meeting.number])


def test_what_the_team_and_what_others_read(
    meeting: Meeting, cast: Cast, country: Country, client: Client
) -> None:
    meeting.attendance.create(profession=country.nursing, invited=9, came=3)
    meeting.attendance.create(profession=country.medicine, invited=9, came=4)
    meeting.attendance.create(invited=6, came=0)
    factories.point(meeting, cast.north_manager, NOW, agreed=2, present=7)
    client.force_login(cast.north_manager)
    own = client.get(page(meeting)).content.decode()
    assert "2 of 7" in own
    assert "Smaller groups" not in own
    client.force_login(cast.director)
    other = client.get(page(meeting)).content.decode()
    assert "2 of 7" not in other
    assert "A few" in other
    assert "Smaller groups: Student nurse, Doctor in training" in other
    assert "Nobody came of: Other people." in other


def test_when_few_came_no_number_is_told(
    meeting: Meeting, cast: Cast, country: Country, client: Client
) -> None:
    meeting.attendance.create(profession=country.nursing, invited=9, came=3)
    client.force_login(cast.director)
    html = client.get(page(meeting)).content.decode()
    assert "A few people came" in html
    assert "Student nurse" not in html


def test_the_number_of_queries_does_not_grow(
    meeting: Meeting, cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.north_manager)
    for _ in range(8):
        factories.point(meeting, cast.north_manager, NOW)
    with django_assert_max_num_queries(16):
        client.get(page(meeting))
