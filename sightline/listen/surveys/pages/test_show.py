from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast
from sightline.listen.imports import actions
from sightline.listen.imports.factories import csv_file, make_round, row

pytestmark = pytest.mark.django_db
URL = "/listen/surveys/pulse/"


def test_rounds_files_and_versions_are_listed(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    by = cast.national
    round_, mapping = make_round(by, NOW)
    client.force_login(by)
    assert "No results yet" in client.get(URL).content.decode()
    for number in (5, 6):
        file = csv_file([row(n) for n in range(number)])
        found = actions.upload(
            round=round_, file=file, name=f"{number}.csv", mapping=mapping, by=by, at=NOW
        )
        actions.check(survey_import=found, by=by, at=NOW)
        actions.prepare(survey_import=found, by=by, at=NOW)
    with django_assert_max_num_queries(14):
        text = client.get(URL).content.decode()
    assert "Results in use" in text
    assert "Autumn 2026, version 2" in text
    assert "5.csv" in text
    assert "/listen/imports/final/pulse/2026/" in text
    assert "Switched in Pulse survey Autumn 2026" in text


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    make_round(cast.national, NOW)
    client.force_login(cast.north_manager)
    assert client.get(URL).status_code == client.post(URL).status_code == 404
    client.force_login(cast.national)
    assert client.get(URL.replace("pulse", "other")).status_code == 404
