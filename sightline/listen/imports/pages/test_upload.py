from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.imports import storage
from sightline.listen.imports.factories import Desk, csv_text, row
from sightline.listen.imports.models import SurveyImport
from sightline.listen.surveys.models import Round
from sightline.results.models import Dataset

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
    page = "/listen/imports/upload/"
    assert client.get(page).status_code == 404
    assert client.post(page).status_code == 404
    checked.refresh_from_db()
    assert checked.state == State.CHECKED


def test_a_file_is_uploaded_checked_and_switched_in(
    client: Client, cast: Cast, desk: Desk, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.national)
    assert "Autumn 2026" in client.get(UPLOAD).content.decode()
    rows = [*(row(n) for n in range(6)), row(9, q1="Maybe")]
    response = send(client, csv_text(rows).encode(), desk.round)
    found = SurveyImport.objects.get()
    assert response["Location"] == f"/listen/imports/{found.pk}/"
    with django_assert_max_num_queries(12):
        page = client.get(response["Location"])
    text = page.content.decode()
    assert "Refresh" not in page
    assert "Prepare results and switch in" in text
    assert "“Maybe” is not one of the 5 answers" in text
    assert "Download 1 row in error" in text
    errors = client.get(f"/listen/imports/{found.pk}/errors/")
    assert errors["Content-Disposition"].startswith("attachment")
    assert b"Maybe" in b"".join(errors)
    client.post(f"/listen/imports/{found.pk}/prepare/")
    assert Dataset.objects.get(state=Dataset.State.CURRENT).respondents == 6
    assert "everybody sees them now" in client.get(response["Location"]).content.decode()


def test_the_same_file_again_leads_to_the_first(client: Client, cast: Cast, desk: Desk) -> None:
    client.force_login(cast.national)
    data = csv_text([row(1)]).encode()
    first = send(client, data, desk.round)["Location"]
    again = send(client, data, desk.round)
    assert again["Location"] == first
    assert "Nothing was changed" in client.get(first).content.decode()
    assert SurveyImport.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty. Choose the file"),
        (b"%PDF-1.4", "is a PDF document, not a table of answers"),
        (b"PK\x03\x04", "is damaged"),
    ],
)
def test_a_file_that_cannot_be_is_refused_on_the_form(
    client: Client, cast: Cast, desk: Desk, data: bytes, said: str
) -> None:
    client.force_login(cast.national)
    text = send(client, data, desk.round).content.decode()
    assert said in text
    assert "There is a problem" in text
    assert not SurveyImport.objects.exists()
    assert storage.folders() == {}


def test_a_form_that_is_not_filled_in(client: Client, cast: Cast, desk: Desk) -> None:
    client.force_login(cast.national)
    text = client.post(UPLOAD, {"mapping": "newest"}).content.decode()
    assert "Select round" in text
    assert "Choose file of answers" in text
