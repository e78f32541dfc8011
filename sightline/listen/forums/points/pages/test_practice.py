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
    return reverse("listen:forums:points:practice", args=[point.reference])


def test_marked_and_found_in_the_list(point: Point, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    client.post(page(point), {"practice": "Ask before the rota is made."})
    found = client.get(reverse("listen:forums:points:list"), {"practice": "1"}).content.decode()
    assert point.reference in found
    client.post(page(point), {"practice": ""})
    found = client.get(reverse("listen:forums:points:list"), {"practice": "1"}).content.decode()
    assert point.reference not in found
