from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast
from sightline.listen.imports import actions
from sightline.listen.imports.models import SurveyImport
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db
State = SurveyImport.State
UPLOAD = "/listen/imports/upload/"
STRANGERS = ["north_manager", "icb_lead", "director", "learner"]


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_gets_404(client: Client, cast: Cast, checked: SurveyImport, who: str) -> None:
    client.force_login(getattr(cast, who))
    page = "/listen/imports/final/pulse/2026/"
    assert client.get(page).status_code == 404
    assert client.post(page).status_code == 404
    checked.refresh_from_db()
    assert checked.state == State.CHECKED


def test_a_round_is_made_final(
    client: Client, cast: Cast, checked: SurveyImport, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(cast.national)
    page = "/listen/imports/final/pulse/2026/"
    refused = client.post(page, follow=True).content.decode()
    assert "has no results yet" in refused
    actions.prepare(survey_import=checked, by=cast.national, at=NOW)
    assert "This cannot be undone" in client.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page)
    assert Round.objects.get().is_final
    assert client.get(f"/listen/imports/{checked.pk}/errors/").status_code == 404
    assert client.get(f"/listen/imports/{checked.pk}/").status_code == 200
