from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast
from sightline.listen.comments.conftest import take_in, wrote
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db

ADDRESS = reverse("listen:comments:list")


def test_urgent_ones_first_and_only_ones_own(
    survey_round: Round, cast: Cast, client: Client
) -> None:
    take_in(
        survey_round,
        wrote("The rota is late."),
        wrote("It is unsafe."),
        wrote("Southern words.", provider="ZS001"),
    )
    client.force_login(cast.north_manager)
    html = client.get(ADDRESS).content.decode()
    assert html.index("It is unsafe.") < html.index("The rota is late.")
    assert "Southern words." not in html
    assert "The rota is late." not in client.get(ADDRESS, {"urgent": "1"}).content.decode()
    client.force_login(cast.director)
    assert client.get(ADDRESS).status_code == 404


def test_urgent_ones_that_nobody_read_within_a_day_are_counted(
    survey_round: Round, cast: Cast, client: Client
) -> None:
    take_in(survey_round, wrote("It is unsafe."), wrote("The rota is late."))
    client.force_login(cast.north_manager)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert "within a day: 1 late" not in client.get(ADDRESS).content.decode()
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        html = client.get(ADDRESS).content.decode()
    assert "within a day: 1 late" in html
    assert "Read by 25 November 2026" in html


def test_as_many_queries_for_many(
    survey_round: Round, cast: Cast, client: Client, django_assert_max_num_queries: object
) -> None:
    client.force_login(cast.north_manager)
    take_in(survey_round, *(wrote(f"Comment {number}.") for number in range(19)))
    client.get(ADDRESS)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get(ADDRESS)


def test_ten_at_a_time(survey_round: Round, cast: Cast, client: Client) -> None:
    first, second = take_in(survey_round, wrote("Kind staff."), wrote("Cold rooms."))
    client.force_login(cast.north_manager)
    address = reverse("listen:comments:read")
    assert "Kind staff." in client.get(address).content.decode()
    assert "Tick at least one" in client.post(address, {}).content.decode()
    client.post(address, {"key": [first.key]})
    states = dict(Comment.objects.values_list("key", "state"))
    assert states == {first.key: "released", second.key: "waiting"}
