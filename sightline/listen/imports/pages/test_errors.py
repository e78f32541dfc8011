from typing import Any

import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.imports.factories import Desk, many
from sightline.listen.imports.models import SurveyImport

pytestmark = pytest.mark.django_db
State = SurveyImport.State
UPLOAD = "/listen/imports/upload/"
STRANGERS = ["north_manager", "icb_lead", "director", "learner"]


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_gets_404(client: Client, cast: Cast, checked: SurveyImport, who: str) -> None:
    client.force_login(getattr(cast, who))
    page = f"/listen/imports/{checked.pk}/errors/"
    assert client.get(page).status_code == 404
    assert client.post(page).status_code == 404
    checked.refresh_from_db()
    assert checked.state == State.CHECKED


def test_rows_in_error_are_a_file(client: Client, cast: Cast, checked: SurveyImport) -> None:
    client.force_login(cast.national)
    page = f"/listen/imports/{checked.pk}/errors/"
    answer: Any = client.get(page)
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "“Maybe” is not one of the 5 answers" in content
    assert client.get("/listen/imports/999/errors/").status_code == 404


def test_without_rows_in_error_there_is_no_file(client: Client, cast: Cast, desk: Desk) -> None:
    found = desk.checked(many(2))
    client.force_login(cast.national)
    assert client.get(f"/listen/imports/{found.pk}/errors/").status_code == 404
