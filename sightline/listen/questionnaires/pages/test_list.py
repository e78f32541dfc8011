from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast
from sightline.listen.questionnaires import actions
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.questionnaires.pages.conftest import BASE, STRANGERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("page", [""])
def test_a_stranger_gets_404(
    client: Client, cast: Cast, version: QuestionnaireVersion, who: str, page: str
) -> None:
    client.force_login(getattr(cast, who))
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
