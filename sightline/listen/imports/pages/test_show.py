from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sightline.conftest import NOW, Cast
from sightline.listen.imports.factories import Desk
from sightline.listen.imports.models import SurveyImport
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db
State = SurveyImport.State
UPLOAD = "/listen/imports/upload/"
STRANGERS = ["north_manager", "icb_lead", "director", "learner"]


def send(client: Client, data: bytes, round_: Round, mapping: str = "newest") -> Any:
    file = SimpleUploadedFile("answers.csv", data, content_type="text/csv")
    return client.post(UPLOAD, {"round": round_.pk, "file": file, "mapping": mapping})


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_gets_404(client: Client, cast: Cast, checked: SurveyImport, who: str) -> None:
    client.force_login(getattr(cast, who))
    page = f"/listen/imports/{checked.pk}/"
    assert client.get(page).status_code == 404
    assert client.post(page).status_code == 404
    checked.refresh_from_db()
    assert checked.state == State.CHECKED


def test_a_refused_file_says_why(client: Client, cast: Cast, desk: Desk) -> None:
    client.force_login(cast.national)
    page = send(client, b"id;provider\n1;2\n", desk.round)["Location"]
    text = client.get(page).content.decode()
    assert "The file cannot be read" in text
    assert "The file lacks 5 columns" in text
    assert "Nothing was changed" in text


def test_progress_is_shown_and_the_page_looks_again(
    client: Client, cast: Cast, checked: SurveyImport
) -> None:
    client.force_login(cast.national)
    running = SurveyImport.objects.filter(pk=checked.pk)
    running.update(state=State.CHECKING, rows_read=50, rows_expected=200, heard_at=timezone.now())
    page = client.get(f"/listen/imports/{checked.pk}/")
    assert page["Refresh"] == "3"
    assert "50 of 200 rows" in page.content.decode()
    assert "Prepare results" not in page.content.decode()
    running.update(heard_at=NOW.replace(year=2020))
    page = client.get(f"/listen/imports/{checked.pk}/")
    assert "Refresh" not in page
    assert "This work has stopped" in page.content.decode()
    client.post(f"/listen/imports/{checked.pk}/check/")
    checked.refresh_from_db()
    assert checked.state == State.CHECKED


def test_the_page_waits_until_work_begins(
    client: Client, cast: Cast, checked: SurveyImport
) -> None:
    client.force_login(cast.national)
    page = client.get(f"/listen/imports/{checked.pk}/?after={checked.run}")
    assert page["Refresh"] == "3"
    assert "Waiting for its turn" in page.content.decode()
    assert "Refresh" not in client.get(f"/listen/imports/{checked.pk}/?after=0")


def test_a_file_that_does_not_exist_is_not_there(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    assert client.get("/listen/imports/999/").status_code == 404
