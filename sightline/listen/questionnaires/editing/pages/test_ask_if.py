import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.questionnaires.models import Questionnaire

pytestmark = pytest.mark.django_db
URL = "/listen/questionnaires/editing/night/ask-if/"


def test_a_stranger_gets_404(client: Client, cast: Cast, night: Questionnaire) -> None:
    client.force_login(cast.director)
    assert client.get(URL).status_code == client.post(URL).status_code == 404


def test_a_question_that_is_not_there_is_404(
    client: Client, cast: Cast, night: Questionnaire
) -> None:
    client.force_login(cast.national)
    assert client.get(f"{URL}?path=nothing").status_code == 404
