import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import TODAY, Cast
from sightline.listen.forums.models import Forum

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["national", "director", "icb_lead", "south_manager", "learner"])
def test_strangers_are_told_nothing(person: str, forum: Forum, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(forum)).status_code == 404


def page(forum: Forum) -> str:
    return reverse("listen:forums:end", args=[forum.reference])


def test_a_forum_ends_with_a_reason(forum: Forum, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    day = {
        "ended_date_day": TODAY.day,
        "ended_date_month": TODAY.month,
        "ended_date_year": TODAY.year,
    }
    assert "Answer “Why does it end?”" in client.post(page(forum), day).content.decode()
    client.post(page(forum), {**day, "reason": "Joined with another."})
    forum.refresh_from_db()
    assert forum.ended_date == TODAY
