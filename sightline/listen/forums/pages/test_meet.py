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
    return reverse("listen:forums:meet", args=[forum.reference])


def test_a_meeting_is_recorded_and_attendance_is_next(
    forum: Forum, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    missing = client.post(page(forum), {"how": ""}).content.decode()
    assert "Answer “How was it held?”" in missing
    given = {
        "held_date_day": TODAY.day,
        "held_date_month": TODAY.month,
        "held_date_year": TODAY.year,
        "how": "online",
        "about": "Inductions",
        "not_heard": "",
    }
    sent = client.post(page(forum), given)
    assert sent["Location"].endswith("/1/attendance/")
    assert forum.meetings.get().recorded_by == cast.north_manager
