import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import TODAY, Cast
from sightline.listen.forums.points.models import Point

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["national", "director", "icb_lead", "south_manager", "learner"])
def test_strangers_are_told_nothing(person: str, point: Point, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(point)).status_code == 404


def page(point: Point) -> str:
    return reverse("listen:forums:points:promise", args=[point.reference])


def test_a_promise_says_who(point: Point, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    given = {
        "text": "Ask the rota team.",
        "owner": "",
        "owner_name": "",
        "due_date_day": 1,
        "due_date_month": 1,
        "due_date_year": TODAY.year + 2,
    }
    assert "Say who promises it" in client.post(page(point), given).content.decode()
    client.post(page(point), {**given, "owner": cast.director.pk})
    assert point.promises.get().owner == cast.director
