import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.forums.models import Forum

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["director", "icb_lead", "south_manager", "learner"])
def test_strangers_are_told_nothing(person: str, forum: Forum, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(forum)).status_code == 404


def page(forum: Forum) -> str:
    return reverse("listen:forums:team", args=[forum.reference])


def test_somebody_else_who_may_adds_herself(forum: Forum, cast: Cast, client: Client) -> None:
    client.force_login(cast.national)
    html = client.get(page(forum)).content.decode()
    assert cast.north_manager.name in html
    assert cast.director.name not in html
    sent = client.post(page(forum), {"team": [cast.national.pk, cast.north_manager.pk]})
    assert sent.status_code == 302
    assert forum.team.count() == 2
    assert client.post(page(forum), {"team": ["x"]}).status_code == 200
    assert forum.team.count() == 2
