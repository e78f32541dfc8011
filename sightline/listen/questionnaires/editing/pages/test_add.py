import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.questionnaires.models import Questionnaire
from sightline.listen.rounds.factories import make_version

pytestmark = pytest.mark.django_db
URL = "/listen/questionnaires/editing/add/"


def test_it_begins_empty_or_like_another(client: Client, cast: Cast) -> None:
    like = make_version(cast.national)
    client.force_login(cast.north_manager)
    posted = {"name": "Night shifts", "code": "night", "audience": "learners"}
    client.post(URL, {**posted, "like": like.pk})
    form = Questionnaire.objects.get(code="night").versions.get().form
    assert [path for path, _ in form.nodes()] == [path for path, _ in like.form.nodes()]
    assert form.title == {"en": "Night shifts"}
    assert "There is a questionnaire “night” already" in client.post(URL, posted).content.decode()


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.director)
    assert client.get(URL).status_code == client.post(URL).status_code == 404
