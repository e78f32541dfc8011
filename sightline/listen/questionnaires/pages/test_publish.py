from __future__ import annotations

import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.questionnaires.pages.conftest import BASE, STRANGERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("page", ["wards/1/publish/"])
def test_a_stranger_gets_404(
    client: Client, cast: Cast, version: QuestionnaireVersion, who: str, page: str
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(f"{BASE}{page}").status_code == 404


def test_a_draft_is_published_after_it_was_tried(
    client: Client, cast: Cast, version: QuestionnaireVersion
) -> None:
    client.force_login(cast.national)
    missing = client.post(f"{BASE}wards/1/publish/", {})
    assert "Walk through the preview" in missing.content.decode()
    version.refresh_from_db()
    assert version.published_at is None
    client.post(f"{BASE}wards/1/publish/", {"tried": "on"})
    version.refresh_from_db()
    assert version.published_at is not None
