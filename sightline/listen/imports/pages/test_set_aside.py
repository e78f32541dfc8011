import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.imports.models import SurveyImport

pytestmark = pytest.mark.django_db
State = SurveyImport.State
UPLOAD = "/listen/imports/upload/"
STRANGERS = ["north_manager", "icb_lead", "director", "learner"]


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_gets_404(client: Client, cast: Cast, checked: SurveyImport, who: str) -> None:
    client.force_login(getattr(cast, who))
    page = f"/listen/imports/{checked.pk}/set-aside/"
    assert client.get(page).status_code == 404
    assert client.post(page).status_code == 404
    checked.refresh_from_db()
    assert checked.state == State.CHECKED


def test_a_file_is_set_aside(client: Client, cast: Cast, checked: SurveyImport) -> None:
    client.force_login(cast.national)
    page = f"/listen/imports/{checked.pk}/set-aside/"
    assert "The file is deleted" in client.get(page).content.decode()
    client.post(page)
    checked.refresh_from_db()
    assert checked.state == State.SET_ASIDE


def test_a_file_that_does_not_exist_is_not_there(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    assert client.get("/listen/imports/999/set-aside/").status_code == 404
