import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.questionnaires.models import Questionnaire

pytestmark = pytest.mark.django_db
URL = "/listen/questionnaires/editing/night/page/"


def test_a_stranger_gets_404(client: Client, cast: Cast, night: Questionnaire) -> None:
    client.force_login(cast.director)
    assert client.get(URL).status_code == client.post(URL).status_code == 404
