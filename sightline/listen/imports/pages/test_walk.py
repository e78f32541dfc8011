"""From a file to results in use, as a person walks it; and who may not."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sightline.conftest import NOW, Cast
from sightline.listen.imports import actions, storage
from sightline.listen.imports.factories import csv_file, csv_text, make_round, row
from sightline.listen.imports.models import SurveyImport
from sightline.listen.surveys import mapping as mappings
from sightline.listen.surveys.models import Round
from sightline.results.models import Dataset

pytestmark = pytest.mark.django_db
UPLOAD = "/listen/imports/upload/"
STRANGERS = ["north_manager", "icb_lead", "director", "learner"]
State = SurveyImport.State


def send(client: Client, data: bytes, round_: Round, mapping: str = "newest") -> Any:
    file = SimpleUploadedFile("answers.csv", data, content_type="text/csv")
    return client.post(UPLOAD, {"round": round_.pk, "file": file, "mapping": mapping})


@pytest.fixture
def round_(cast: Cast) -> Round:
    return make_round(cast.national, NOW)[0]


@pytest.fixture
def checked(cast: Cast, round_: Round) -> SurveyImport:
    by = cast.national
    found = actions.upload(
        round=round_,
        file=csv_file([*(row(n) for n in range(6)), row(9, q1="Maybe")]),
        name="answers.csv",
        mapping=round_.survey.mappings.get(),
        by=by,
        at=NOW,
    )
    return actions.check(survey_import=found, by=by, at=NOW)


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_get_404(client: Client, cast: Cast, checked: SurveyImport, who: str) -> None:
    client.force_login(getattr(cast, who))
    own = f"/listen/imports/{checked.pk}/"
    pages = [UPLOAD, own, own + "map/", own + "errors/", own + "set-aside/"]
    pages += [own + "check/", own + "prepare/", "/listen/imports/final/pulse/2026/"]
    for page in pages:
        assert client.get(page).status_code == 404
        assert client.post(page).status_code == 404
    checked.refresh_from_db()
    assert checked.state == State.CHECKED


def test_what_does_not_exist_is_not_there(client: Client, cast: Cast, round_: Round) -> None:
    client.force_login(cast.national)
    for page in ("", "map/", "errors/", "set-aside/"):
        assert client.get(f"/listen/imports/999/{page}").status_code == 404
    assert client.get("/listen/imports/final/pulse/1999/").status_code == 404


def test_a_file_is_uploaded_checked_and_switched_in(
    client: Client, cast: Cast, round_: Round, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.national)
    assert "Autumn 2026" in client.get(UPLOAD).content.decode()
    rows = [*(row(n) for n in range(6)), row(9, q1="Maybe")]
    response = send(client, csv_text(rows).encode(), round_)
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


def test_the_same_file_again_leads_to_the_first(client: Client, cast: Cast, round_: Round) -> None:
    client.force_login(cast.national)
    data = csv_text([row(1)]).encode()
    first = send(client, data, round_)["Location"]
    again = send(client, data, round_)
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
    client: Client, cast: Cast, round_: Round, data: bytes, said: str
) -> None:
    client.force_login(cast.national)
    text = send(client, data, round_).content.decode()
    assert said in text
    assert "There is a problem" in text
    assert not SurveyImport.objects.exists()
    assert storage.folders() == {}


def test_a_form_that_is_not_filled_in(client: Client, cast: Cast, round_: Round) -> None:
    client.force_login(cast.national)
    text = client.post(UPLOAD, {"mapping": "newest"}).content.decode()
    assert "Select round" in text
    assert "Choose file of answers" in text


def test_a_refused_file_says_why(client: Client, cast: Cast, round_: Round) -> None:
    client.force_login(cast.national)
    page = send(client, b"id;provider\n1;2\n", round_)["Location"]
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


def test_a_file_is_set_aside(client: Client, cast: Cast, checked: SurveyImport) -> None:
    client.force_login(cast.national)
    page = f"/listen/imports/{checked.pk}/set-aside/"
    assert "The file is deleted" in client.get(page).content.decode()
    client.post(page)
    checked.refresh_from_db()
    assert checked.state == State.SET_ASIDE


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


def test_what_the_columns_are_is_said_on_a_page(client: Client, cast: Cast, round_: Round) -> None:
    client.force_login(cast.national)
    rows = [
        row(n, q1=("Agree", "Disagree")[n % 2], q2="Agree" if n else "Neutral") for n in range(8)
    ]
    data = csv_text(rows).encode()
    page = send(client, data, round_, mapping="columns")["Location"]
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
    client: Client, cast: Cast, round_: Round
) -> None:
    round_.survey.mappings.all().delete()
    client.force_login(cast.national)
    page = send(client, csv_text([row(1), row(2)]).encode(), round_)
    assert "has no mapping yet" in page.content.decode()
    answers = [row(n, q1=("Agree", "Disagree")[n % 2], q4="") for n in range(6)]
    path = send(client, csv_text(answers).encode(), round_, mapping="columns")["Location"]
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
    client: Client, cast: Cast, round_: Round
) -> None:
    client.force_login(cast.national)
    page = send(client, b"nothing to see\nat all\n", round_, mapping="columns")["Location"]
    text = client.get(page).content.decode()
    assert "The file cannot be read" in text
    assert "is not divided into columns" in text
