import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.listen.forums.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["national", "director", "icb_lead", "south_manager", "learner"])
def test_strangers_are_told_nothing(
    person: str, meeting: Meeting, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(meeting)).status_code == 404


def page(meeting: Meeting) -> str:
    return reverse("listen:forums:points:add", args=[meeting.forum.reference, meeting.number])


def test_a_point_is_written_down(
    meeting: Meeting, cast: Cast, country: Country, client: Client
) -> None:
    client.force_login(cast.north_manager)
    meeting.attendance.create(profession=country.nursing, came=14)
    assert 'value="14"' in client.get(page(meeting)).content.decode()
    given = {
        "text": "Nobody knew that we were coming.",
        "agreed": "9",
        "present": "14",
        "theme": "induction",
        "place": country.site.code.lower(),
        "professions": [country.nursing.pk],
    }
    sent = client.post(page(meeting), given)
    assert sent.status_code == 302, sent.content.decode()
    point = meeting.points.get()
    assert point.place == country.site
    assert list(point.professions.all()) == [country.nursing]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"agreed": "20"}, "No more people can agree than were present."),
        ({"present": ""}, "leave both empty"),
        ({"place": "Nowhere"}, "There is no organisation called “Nowhere”"),
        ({"place": "hospitals"}, "More than one is called so"),
        ({"place": "ZN002"}, "Choose that place, or one that lies in it"),
        ({"theme": "x"}, "Select one of the answers"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    meeting: Meeting, cast: Cast, client: Client, wrong: dict[str, str], sentence: str
) -> None:
    client.force_login(cast.north_manager)
    given = {"text": "Said.", "agreed": "9", "present": "14", "theme": "induction", "place": ""}
    html = client.post(page(meeting), {**given, **wrong}).content.decode()
    assert sentence in html
    assert not meeting.points.exists()


def test_what_may_tell_of_somebody_waits_for_a_second_look(
    meeting: Meeting, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    given = {"text": "Dr Patel is never there.", "theme": "induction", "place": ""}
    assert 'name="nobody_is_recognised"' not in client.get(page(meeting)).content.decode()
    html = client.post(page(meeting), given).content.decode()
    assert "“Patel”" in html
    assert 'name="nobody_is_recognised"' in html
    assert not meeting.points.exists()
    assert client.post(page(meeting), {**given, "nobody_is_recognised": "on"}).status_code == 302
    assert meeting.points.get().text == "Dr Patel is never there."
