import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.rounds.factories import make_notice

pytestmark = pytest.mark.django_db
URL = "/listen/rounds/notices/"


def test_notices_are_listed_for_those_who_run_rounds(client: Client, cast: Cast) -> None:
    make_notice()
    client.force_login(cast.north_manager)
    assert "Surveys of learners" in client.get(URL).content.decode()


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.director)
    assert client.get(URL).status_code == 404
