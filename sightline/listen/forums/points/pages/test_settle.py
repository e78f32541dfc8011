import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, TODAY, Cast
from sightline.listen.forums.points import actions
from sightline.listen.forums.points.models import Point, Promise

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "person", ["national", "icb_lead", "other_director", "south_manager", "learner"]
)
def test_strangers_are_told_nothing(
    person: str, promise: Promise, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(promise)).status_code == 404


def page(promise: Promise) -> str:
    return reverse("listen:forums:points:settle", args=[promise.pk])


@pytest.fixture
def promise(point: Point, cast: Cast) -> Promise:
    return actions.promise(
        point=point, text="Ask the rota team.", owner_name="", owner=cast.director,
        due_date=TODAY, by=cast.north_manager, at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("person", ["director", "north_manager"])
def test_the_owner_and_the_team_settle_it(
    promise: Promise, cast: Cast, client: Client, person: str
) -> None:
    client.force_login(getattr(cast, person))
    assert "Answer “Was it kept?”" in client.post(page(promise), {"text": ""}).content.decode()
    client.post(page(promise), {"is_kept": "no", "text": "They said no."})
    promise.refresh_from_db()
    assert promise.is_kept is False
    again = client.post(page(promise), {"is_kept": "yes", "text": "Yes."}).content.decode()
    assert "settled already" in again
