import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.bank.factories import make_item
from sightline.listen.questionnaires.models import Questionnaire

pytestmark = pytest.mark.django_db
URL = "/listen/questionnaires/editing/night/bank/"


def test_a_stranger_gets_404(client: Client, cast: Cast, night: Questionnaire) -> None:
    client.force_login(cast.director)
    assert client.get(URL).status_code == client.post(URL).status_code == 404


def test_questions_that_it_asks_already_are_not_offered(
    client: Client, cast: Cast, night: Questionnaire
) -> None:
    item = make_item(cast.national)
    client.force_login(cast.national)
    assert item.code in client.get(URL).content.decode()
    assert "Choose at least one question" in client.post(URL, {"pressed": "add"}).content.decode()
    client.post(URL, {"items": [item.code]})
    assert item.code not in client.get(URL).content.decode()
