import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.forums.points.models import Point

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["national", "director", "icb_lead", "south_manager", "learner"])
def test_strangers_are_told_nothing(person: str, point: Point, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(point)).status_code == 404


def page(point: Point) -> str:
    return reverse("listen:forums:points:came", args=[point.reference])


def test_the_latest_counts(point: Point, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    assert "Answer “What came of it?”" in client.post(page(point), {"text": ""}).content.decode()
    client.post(page(point), {"state": "not_done", "text": "No money this year."})
    assert Point.objects.with_state().get().state == "not_done"
