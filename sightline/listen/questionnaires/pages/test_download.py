from __future__ import annotations

import json

import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.questionnaires.fhir import importing as fhir
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.questionnaires.pages.conftest import BASE, FORM, STRANGERS
from sightline.listen.questionnaires.xlsform import importing as xlsform

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("page", ["wards/1/xlsform/", "wards/1/fhir/"])
def test_a_stranger_gets_404(
    client: Client, cast: Cast, version: QuestionnaireVersion, who: str, page: str
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(f"{BASE}{page}").status_code == 404


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
