from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.questionnaires.factories import make_form, question
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.listen.questionnaires.pages.conftest import BASE, FORM, STRANGERS, hidden
from sightline.listen.questionnaires.xlsform import exporting

pytestmark = pytest.mark.django_db


def send(client: Client, content: bytes, name: str = "form.xlsx", query: str = "") -> Any:
    return client.post(f"{BASE}upload/{query}", {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("page", ["upload/"])
def test_a_stranger_gets_404(
    client: Client, cast: Cast, version: QuestionnaireVersion, who: str, page: str
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(f"{BASE}{page}").status_code == 404


def test_a_file_is_checked_then_saved_then_published(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    page = send(client, exporting.content(FORM, "x"))
    assert "Nothing has been saved yet" in page.content.decode()
    assert not Questionnaire.objects.exists()
    said = {"checked": hidden(page, "checked"), "questionnaire": "new", "audience": "learners"}
    refused = client.post(f"{BASE}upload/", {**said, "name": "Wards", "code": "Not a code"})
    assert "small letters, figures and hyphens" in refused.content.decode()
    assert not Questionnaire.objects.exists()
    saved = client.post(f"{BASE}upload/", {**said, "name": "Wards", "code": "wards"})
    assert saved["Location"] == f"{BASE}wards/"
    shown = client.get(f"{BASE}wards/").content.decode()
    assert "Is it seen?" in shown
    assert "Cymraeg" in shown
    missing = client.post(f"{BASE}wards/1/publish/", {})
    assert "Walk through the preview" in missing.content.decode()
    client.post(f"{BASE}wards/1/publish/", {"tried": "on"})
    assert QuestionnaireVersion.objects.get().published_at is not None
    again = send(client, exporting.content(FORM, "x"), query="?questionnaire=wards")
    assert '<option value="wards" selected>' in again.content.decode()


def test_a_defective_file_lists_its_faults_and_stores_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    broken = make_form(question("a", "text", "Said ${b}"), question("c", "text", "?", relevant="("))
    page = send(client, exporting.content(broken, "x")).content.decode()
    assert "Sheet “survey”, row 2, column “label::English (en)” (D)" in page
    assert "Sheet “survey”, row 3, column “relevant” (C)" in page
    assert not Questionnaire.objects.exists()
    page = send(client, b"hello", "a.txt").content.decode()
    assert "neither an XLSForm workbook" in page


def test_what_was_checked_cannot_be_forged(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    page = client.post(f"{BASE}upload/", {"checked": "x", "questionnaire": "new"})
    assert page["Location"] == f"{BASE}upload/"
    assert not Questionnaire.objects.exists()
