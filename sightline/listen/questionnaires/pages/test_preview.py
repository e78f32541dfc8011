from __future__ import annotations

import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.questionnaires.pages.conftest import BASE, STRANGERS, hidden

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("page", ["wards/1/preview/", "wards/1/preview/1/"])
def test_a_stranger_gets_404(
    client: Client, cast: Cast, version: QuestionnaireVersion, who: str, page: str
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(f"{BASE}{page}").status_code == 404


@pytest.mark.parametrize("page", ["wards/7/preview/", "wards/1/preview/9/"])
def test_what_is_not_there_is_404(
    client: Client, cast: Cast, version: QuestionnaireVersion, page: str
) -> None:
    client.force_login(cast.national)
    assert client.get(f"{BASE}{page}").status_code == 404


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
