from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sightline.conftest import NOW, Cast
from sightline.listen.questionnaires import actions
from sightline.listen.questionnaires.factories import agreement, make_form, question, yes_no
from sightline.listen.questionnaires.fhir import importing as fhir
from sightline.listen.questionnaires.form import Group, Language
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.listen.questionnaires.xlsform import exporting
from sightline.listen.questionnaires.xlsform import importing as xlsform

pytestmark = pytest.mark.django_db
BASE = "/listen/questionnaires/"
FORM = make_form(
    Group(
        "care",
        (
            yes_no("seen", required="true()"),
            question("why", "text", "Why?", relevant="${seen} = 'no'"),
        ),
        {"en": "Care", "cy": "Gofal"},
    ),
    Group("rest", (agreement("LS01"),), {"en": "The rest"}),
    languages=(Language("en", "English"), Language("cy", "Cymraeg")),
)


@pytest.fixture
def version(cast: Cast) -> QuestionnaireVersion:
    made = actions.create(
        code="wards", name="Ward survey", audience="learners", by=cast.national, at=NOW
    )
    return actions.save_draft(
        questionnaire=made, form=FORM, source="xlsform", source_name="", by=cast.national, at=NOW
    )


def send(client: Client, content: bytes, name: str = "form.xlsx", query: str = "") -> Any:
    return client.post(f"{BASE}upload/{query}", {"file": SimpleUploadedFile(name, content)})


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page.content.decode())
    assert found is not None, name
    return found[1]


PAGES = ["wards/", "wards/1/", "wards/1/preview/", "wards/1/preview/1/", "wards/1/publish/",
         "wards/1/xlsform/", "wards/1/fhir/", "", "upload/"]  # fmt: skip


@pytest.mark.parametrize("who", ["icb_lead", "director", "learner"])
@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_gets_404(
    client: Client, cast: Cast, version: QuestionnaireVersion, who: str, page: str
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(f"{BASE}{page}").status_code == 404


@pytest.mark.parametrize("page", ["nowhere/", "wards/7/", "wards/7/preview/", "wards/1/preview/9/"])
def test_what_is_not_there_is_404(
    client: Client, cast: Cast, version: QuestionnaireVersion, page: str
) -> None:
    client.force_login(cast.national)
    assert client.get(f"{BASE}{page}").status_code == 404


def test_the_list_asks_the_same_however_many_there_are(
    client: Client,
    cast: Cast,
    version: QuestionnaireVersion,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(12):
        actions.create(code=f"q{number}", name=f"Q {number}", audience="anyone", by=None, at=NOW)
    client.force_login(cast.national)
    with django_assert_max_num_queries(9):
        page = client.get(BASE).content.decode()
    assert "Ward survey" in page
    assert "Not yet" in page


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
    assert "Sheet “survey”, row 2, column “label::English (en)” (C)" in page
    assert "Sheet “survey”, row 3, column “relevant”" in page
    assert not Questionnaire.objects.exists()
    page = send(client, b"hello", "a.txt").content.decode()
    assert "neither an XLSForm workbook" in page


def test_what_was_checked_cannot_be_forged(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    page = client.post(f"{BASE}upload/", {"checked": "x", "questionnaire": "new"})
    assert page["Location"] == f"{BASE}upload/"
    assert not Questionnaire.objects.exists()


def test_the_preview_skips_keeps_answers_and_stores_nothing(
    client: Client, cast: Cast, version: QuestionnaireVersion
) -> None:
    client.force_login(cast.national)
    start = f"{BASE}wards/1/preview/"
    page = client.get(start)
    kept = hidden(page, "kept")
    wrong = client.post(f"{start}1/", {"kept": kept, "language": "en"})
    assert "Answer “Is it seen?”" in wrong.content.decode()
    assert "<title>Error: " in wrong.content.decode()
    yes = client.post(f"{start}1/", {"kept": kept, "language": "en", "care/seen": "yes"})
    assert "Statement LS01" in yes.content.decode()
    no = client.post(f"{start}1/", {"kept": kept, "language": "en", "care/seen": "no"})
    assert "Why?" in no.content.decode()
    welsh = client.post(
        f"{start}2/",
        {"kept": hidden(no, "kept"), "language": "en", "to_language": "cy", "care/why": "Busy"},
    )
    assert "Gofal" in welsh.content.decode()
    assert 'value="Busy"' in welsh.content.decode()
    back = client.post(
        f"{start}2/", {"kept": hidden(welsh, "kept"), "language": "cy", "back": "1"}
    ).content.decode()
    assert 'value="no" checked' in back
    last = client.post(f"{start}2/", {"kept": hidden(welsh, "kept"), "language": "en"})
    end = client.post(f"{start}3/", {"kept": hidden(last, "kept"), "rest/LS01": "4"})
    assert "End of the preview" in end.content.decode()
    assert "Agree" in end.content.decode()
    version.refresh_from_db()
    assert version.published_at is None


def test_both_downloads_read_back_as_the_same_form(
    client: Client, cast: Cast, version: QuestionnaireVersion
) -> None:
    client.force_login(cast.national)
    workbook = client.get(f"{BASE}wards/1/xlsform/")
    assert workbook["Content-Disposition"] == 'attachment; filename="wards-version-1.xlsx"'
    resource = client.get(f"{BASE}wards/1/fhir/")
    assert json.loads(resource.content)["resourceType"] == "Questionnaire"
    for found in (
        xlsform.read(workbook.content, "x.xlsx"),
        fhir.read(resource.content, "x.json"),
    ):
        assert found.children == FORM.children
        assert found.languages == FORM.languages
