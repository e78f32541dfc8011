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
    page = f"/listen/imports/{checked.pk}/check/"
    assert client.get(page).status_code == 404
    assert client.post(page).status_code == 404
    checked.refresh_from_db()
    assert checked.state == State.CHECKED


def test_a_file_is_checked_again(client: Client, cast: Cast, checked: SurveyImport) -> None:
    client.force_login(cast.administrator)
    response = client.post(f"/listen/imports/{checked.pk}/check/")
    assert response["Location"] == f"/listen/imports/{checked.pk}/?after={checked.run}"
    checked.refresh_from_db()
    assert (checked.state, checked.run, checked.rows_good) == (State.CHECKED, 2, 6)
    assert client.get(f"/listen/imports/{checked.pk}/check/").status_code == 405
    assert client.post("/listen/imports/999/check/").status_code == 404
