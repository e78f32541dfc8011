import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.imports.models import SurveyImport
from sightline.listen.surveys.models import Round
from sightline.results.models import Dataset

pytestmark = pytest.mark.django_db
State = SurveyImport.State
UPLOAD = "/listen/imports/upload/"
STRANGERS = ["north_manager", "icb_lead", "director", "learner"]


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_gets_404(client: Client, cast: Cast, checked: SurveyImport, who: str) -> None:
    client.force_login(getattr(cast, who))
    page = f"/listen/imports/{checked.pk}/prepare/"
    assert client.get(page).status_code == 404
    assert client.post(page).status_code == 404
    checked.refresh_from_db()
    assert checked.state == State.CHECKED


def test_results_are_prepared_and_switched_in(
    client: Client, cast: Cast, checked: SurveyImport
) -> None:
    client.force_login(cast.national)
    page = f"/listen/imports/{checked.pk}/prepare/"
    assert client.get(page).status_code == 405
    client.post(page)
    checked.refresh_from_db()
    assert checked.state == State.DONE
    again = client.post(page, follow=True).content.decode()
    assert "is not ready for this: results switched in" in again
    assert client.post("/listen/imports/999/prepare/").status_code == 404


def test_what_stops_the_preparation_is_said_on_the_page(
    client: Client, cast: Cast, checked: SurveyImport
) -> None:
    client.force_login(cast.national)
    Round.objects.update(collected_to="2026-10-02", collected_from="2026-10-01")
    mapping = checked.mapping
    assert mapping is not None
    mapping.text = mapping.text.replace("label: Valued,", 'label: Valued, standards: ["9.9"],')
    mapping.save()
    client.post(f"/listen/imports/{checked.pk}/prepare/")
    checked.refresh_from_db()
    assert checked.state == State.FAILED
    assert checked.message
    text = client.get(f"/listen/imports/{checked.pk}/").content.decode()
    assert "Nothing was changed." in text
    assert not Dataset.objects.filter(state=Dataset.State.CURRENT).exists()
