import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast
from sightline.listen.comments import actions
from sightline.listen.comments.conftest import take_in, wrote
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db

ADDRESS = reverse("listen:comments:released")


@pytest.fixture
def out(survey_round: Round, cast: Cast) -> list[Comment]:
    """Released: two of nurses, one of surgeons, one of a practice of three; one waits."""
    comments = take_in(
        survey_round,
        wrote("More supervisors at night."),
        wrote("The parking is dear."),
        wrote("No theatre time.", programme="CST", profession="MED"),
        wrote("Three of us here.", provider="ZP00001", programme="CST", profession="MED"),
        wrote("Nobody has read this."),
    )
    return actions.release_many(comments=comments[:4], by=cast.national, at=NOW)


def read(client: Client, **asked: str) -> str:
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_provider_reads_what_is_released_there(
    out: list[Comment], cast: Cast, client: Client
) -> None:
    client.force_login(cast.director)
    html = read(client)
    assert "More supervisors at night." in html
    assert "No theatre time." in html
    assert "Three of us here." not in html
    assert "Nobody has read this." not in html
    assert "November" not in html


def test_filters_and_download(out: list[Comment], cast: Cast, client: Client) -> None:
    client.force_login(cast.director)
    assert "parking" not in read(client, theme="supervision")
    assert "parking" not in read(client, programme="CST")
    assert "parking" in read(client, q="PARKING")
    file = client.get(ADDRESS, {"format": "csv", "theme": "supervision"})
    text = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
    assert "More supervisors at night." in text
    assert "parking" not in text
    assert Entry.objects.get(action="listen.comments.download").by == cast.director


def test_a_group_under_ten_shows_none(out: list[Comment], cast: Cast, client: Client) -> None:
    client.force_login(cast.national)
    html = read(client, place="ZP00001")
    assert "Fewer than 10 people" in html.replace("fewer", "Fewer")
    assert "Three of us here." not in html
    assert "Three of us here." in read(client)


def test_another_place_is_404(out: list[Comment], cast: Cast, client: Client) -> None:
    client.force_login(cast.director)
    assert client.get(ADDRESS, {"place": "ZS001"}).status_code == 404
    client.force_login(cast.learner)
    assert client.get(ADDRESS).status_code == 404
