from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast
from sightline.listen.imports.factories import make_round
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db
URL = "/listen/surveys/pulse/round/"


def fields(**changed: str) -> dict[str, Any]:
    days = {"collected_from": ("1", "10", "2027"), "collected_to": ("15", "11", "2027")}
    parts = ("day", "month", "year")
    given = {
        f"{name}_{key}": value
        for name, day in days.items()
        for keys in (parts, ("0", "1", "2"))
        for key, value in zip(keys, day, strict=True)
    }
    return {"year": "2027", "label": "Autumn 2027", **given, **changed}


def test_a_round_is_added(client: Client, cast: Cast) -> None:
    make_round(cast.national, NOW)
    client.force_login(cast.national)
    assert client.post(URL, fields())["Location"] == "/listen/surveys/pulse/"
    assert Round.objects.get(year=2027).collected_to.isoformat() == "2027-11-15"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"year": "2026"}, "Pulse survey has a round for 2026 already."),
        (
            {"collected_to_year": "2020", "collected_to_2": "2020"},
            "The last day of collecting lies before the first.",
        ),
        ({"year": "1066"}, "Year must be 2000 or later"),
        ({"label": ""}, "Enter name of the round"),
    ],
)
def test_faults_are_said(client: Client, cast: Cast, changed: dict[str, str], said: str) -> None:
    make_round(cast.national, NOW)
    client.force_login(cast.national)
    assert said in client.post(URL, fields(**changed)).content.decode()
    assert Round.objects.count() == 1


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    make_round(cast.national, NOW)
    client.force_login(cast.north_manager)
    assert client.get(URL).status_code == client.post(URL).status_code == 404
    client.force_login(cast.national)
    assert client.get(URL.replace("pulse", "other")).status_code == 404
