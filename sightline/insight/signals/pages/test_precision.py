from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast
from sightline.insight.conftest import text_of
from sightline.insight.signals import actions, limits
from sightline.insight.signals.conftest import WHY, look
from sightline.results.models import Dataset

pytestmark = pytest.mark.django_db


def test_the_share_found_useful_by_kind_and_over_time(
    low_thrice: list[Dataset], cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reverse("insight:signals:precision")
    client.force_login(cast.director)
    assert client.get(page).status_code == 404
    client.force_login(cast.national)
    assert "No signal has ended yet." in client.get(page).content.decode()
    for one in look():
        actions.end(signal=one, how="aside", reason=WHY, by=cast.national, at=NOW)
    said = text_of(client.get(page).content.decode())
    assert re.search(r"Low three rounds in a row\D+2\D+0\D+Too few to say", said)
    monkeypatch.setattr(limits, "fewest_to_say", lambda: 2)
    said = text_of(client.get(page).content.decode())
    assert re.search(r"October to December 2026\D+2\D+0\D+0% .*0% to 66%", said)
    for of in ("kind", "time"):
        file = client.get(page, {"format": "csv", "of": of}).getvalue().decode()
        assert "0% to 66%" in file
