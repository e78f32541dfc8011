import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.surveys.models import Survey

pytestmark = pytest.mark.django_db
URL = "/listen/surveys/add/"


def test_a_survey_is_added(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    response = client.post(URL, {"name": "Learner survey", "code": "learner-survey"})
    assert response["Location"] == "/listen/surveys/learner-survey/"
    assert Survey.objects.get().name == "Learner survey"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "", "code": "x"}, "Enter name"),
        ({"name": "X", "code": "my survey"}, "The code may have letters, digits, hyphens"),
        ({"name": "X", "code": "taken"}, "There is a survey with the code “taken” already."),
    ],
)
def test_faults_are_said(client: Client, cast: Cast, fields: dict[str, str], said: str) -> None:
    Survey.objects.create(code="taken", name="Taken")
    client.force_login(cast.national)
    response = client.post(URL, fields)
    assert said in response.content.decode()
    assert Survey.objects.count() == 1
