from __future__ import annotations

import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.questionnaires.pages.conftest import BASE, STRANGERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("page", ["wards/", "wards/1/"])
def test_a_stranger_gets_404(
    client: Client, cast: Cast, version: QuestionnaireVersion, who: str, page: str
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(f"{BASE}{page}").status_code == 404


@pytest.mark.parametrize("page", ["nowhere/", "wards/7/"])
def test_what_is_not_there_is_404(
    client: Client, cast: Cast, version: QuestionnaireVersion, page: str
) -> None:
    client.force_login(cast.national)
    assert client.get(f"{BASE}{page}").status_code == 404
