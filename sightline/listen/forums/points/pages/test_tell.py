import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, TODAY, Cast
from sightline.listen.forums import factories
from sightline.listen.forums.models import Meeting
from sightline.listen.forums.points import actions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["national", "director", "icb_lead", "south_manager", "learner"])
def test_strangers_are_told_nothing(
    person: str, meeting: Meeting, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(meeting)).status_code == 404


def page(meeting: Meeting) -> str:
    return reverse("listen:forums:points:tell", args=[meeting.forum.reference, meeting.number])


def test_members_are_told_and_read_it(meeting: Meeting, cast: Cast, client: Client) -> None:
    point = factories.point(meeting, cast.north_manager, NOW)
    client.force_login(cast.north_manager)
    given = {
        "points": [point.pk],
        "text": "The rota is out six weeks ahead.",
        "how": "page",
        "told_date_day": TODAY.day,
        "told_date_month": TODAY.month,
        "told_date_year": TODAY.year,
    }
    early = client.post(page(meeting), given).content.decode()
    assert "Say what came of each point" in early
    actions.say_what_came(point=point, state="done", text="Yes.", by=cast.north_manager, at=NOW)
    assert client.post(page(meeting), given).status_code == 302
    told = reverse("listen:forums:points:told")
    client.force_login(cast.learner)
    assert "out six weeks ahead" not in client.get(told).content.decode()
    meeting.forum.members.create(user=cast.learner, from_date=TODAY)
    assert "out six weeks ahead" in client.get(told).content.decode()
