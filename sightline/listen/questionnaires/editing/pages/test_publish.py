import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.questionnaires.models import Questionnaire

pytestmark = pytest.mark.django_db
URL = "/listen/questionnaires/editing/night/publish/"


def test_a_stranger_gets_404(client: Client, cast: Cast, night: Questionnaire) -> None:
    client.force_login(cast.director)
    assert client.get(URL).status_code == client.post(URL).status_code == 404


def test_an_empty_one_is_not_published(client: Client, cast: Cast, night: Questionnaire) -> None:
    client.force_login(cast.national)
    page = client.post(URL, follow=True).content.decode()
    assert "There is no question to ask yet" in page
    assert night.versions.get().published_at is None
