from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.imports.factories import Desk, csv_text, row
from sightline.listen.imports.models import SurveyImport
from sightline.listen.surveys import mapping as mappings
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
    page = f"/listen/imports/{checked.pk}/map/"
    assert client.get(page).status_code == 404
    assert client.post(page).status_code == 404
    checked.refresh_from_db()
    assert checked.state == State.CHECKED


def test_what_the_columns_are_is_said_on_a_page(client: Client, cast: Cast, desk: Desk) -> None:
    client.force_login(cast.national)
    rows = [
        row(n, q1=("Agree", "Disagree")[n % 2], q2="Agree" if n else "Neutral") for n in range(8)
    ]
    data = csv_text(rows).encode()
    page = send(client, data, desk.round, mapping="columns")["Location"]
    found = SurveyImport.objects.get()
    assert page == f"/listen/imports/{found.pk}/map/"
    shown = client.get(page)
    assert shown.content.decode().count("<h1") == 1
    form = shown.context["form"] if shown.context else None
    guessed = {
        "what_0": "respondent",
        "what_1": "provider",
        "what_2": "site",
        "what_3": "programme",
        "what_4": "profession",
        "what_5": "level",
        "what_6": "completed",
        "what_7": "answer:agreement",
        "what_8": "answer:agreement",
    }
    if form is not None:
        assert {name: form[name].value() for name in guessed} == guessed
    missing = client.post(page, {**guessed, "what_1": ""}).content.decode()
    assert "Choose the column of the provider" in missing
    twice = client.post(page, {**guessed, "what_9": "provider"}).content.decode()
    assert "is “Code of the provider” already" in twice
    nothing = client.post(page, {"what_1": "provider"}).content.decode()
    assert "No column holds answers yet." in nothing
    response = client.post(
        page,
        {**guessed, "label_7": "Valued here", "theme_7": "Team work", "theme_8": "team work"},
    )
    assert response["Location"] == f"/listen/imports/{found.pk}/"
    found.refresh_from_db()
    assert (found.state, found.rows_good, found.rows_in_error) == (State.CHECKED, 8, 0)
    assert found.mapping is not None
    items = {item.code: item for item in mappings.parse(found.mapping.text).items}
    # Items that the newest mapping has keep their code, whatever they are called now.
    assert sorted(items) == ["P1", "P2"]
    assert items["P1"].label == "Valued here"
    assert items["P1"].theme == items["P2"].theme != "teamwork"
    assert found.findings["columns_left_out"] == ["q3", "q4", "comment"]


def test_a_first_mapping_is_guessed_from_the_columns(
    client: Client, cast: Cast, desk: Desk
) -> None:
    desk.round.survey.mappings.all().delete()
    client.force_login(cast.national)
    page = send(client, csv_text([row(1), row(2)]).encode(), desk.round)
    assert "has no mapping yet" in page.content.decode()
    answers = [row(n, q1=("Agree", "Disagree")[n % 2], q4="") for n in range(6)]
    path = send(client, csv_text(answers).encode(), desk.round, mapping="columns")["Location"]
    text = client.get(path).content.decode()
    assert "For example “Disagree”, “Agree”" in text or "For example “Agree”" in text
    fields = {"what_0": "respondent", "what_1": "provider", "what_7": "answer:agreement"}
    client.post(path, {**fields, "theme_7": "Team work"})
    found = SurveyImport.objects.get()
    assert (found.state, found.rows_good) == (State.CHECKED, 6)
    assert found.mapping is not None
    (item,) = mappings.parse(found.mapping.text).items
    assert (item.code, item.theme) == ("q1", "theme-team-work")


def test_a_file_without_columns_says_so_on_that_page(
    client: Client, cast: Cast, desk: Desk
) -> None:
    client.force_login(cast.national)
    page = send(client, b"nothing to see\nat all\n", desk.round, mapping="columns")["Location"]
    text = client.get(page).content.decode()
    assert "The file cannot be read" in text
    assert "is not divided into columns" in text


def test_a_file_that_does_not_exist_is_not_there(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    assert client.get("/listen/imports/999/map/").status_code == 404
