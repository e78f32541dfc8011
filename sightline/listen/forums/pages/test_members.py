import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.forums.models import Forum

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["national", "director", "icb_lead", "south_manager", "learner"])
def test_strangers_are_told_nothing(person: str, forum: Forum, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(forum)).status_code == 404


def page(forum: Forum) -> str:
    return reverse("listen:forums:members", args=[forum.reference])


def test_people_and_groups_come_and_leave(forum: Forum, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    client.post(page(forum), {"user": cast.learner.pk, "group": ""})
    client.post(page(forum), {"user": "", "group": "Student midwives"})
    html = client.get(page(forum)).content.decode()
    assert cast.learner.name in html
    assert "Student midwives" in html
    both = client.post(page(forum), {"user": cast.director.pk, "group": "x"}).content.decode()
    assert "one of both" in both
    member = forum.members.get(user=cast.learner)
    client.post(page(forum), {"leave": member.pk})
    member.refresh_from_db()
    assert member.ended_date is not None
    assert client.post(page(forum), {"leave": "999"}).status_code == 404
