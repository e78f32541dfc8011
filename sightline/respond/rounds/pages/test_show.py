from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.results.models import Dataset

pytestmark = pytest.mark.django_db


def page(name: str, code: str = "ZN001") -> str:
    return reverse(f"respond:rounds:{name}", args=["learner-survey", 2026, code])


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner"])
def test_a_stranger_gets_404(person: str, dataset: Dataset, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    for name in ("show", "close", "open"):
        assert client.get(page(name)).status_code == 404


def test_refused_with_a_list_and_then_closed(
    dataset: Dataset, cast: Cast, client: Client, sign: Callable[..., object]
) -> None:
    client.force_login(cast.north_manager)
    assert "Feedback is useful: silence" in client.get(page("show")).content.decode()
    refused = client.post(page("close"), {"note": ""}).content.decode()
    assert "The round cannot be closed here: 3 low results have neither" in refused
    assert "Aldermoor Hospitals: Feedback is useful" in refused
    sign("LS01", "LS02", "LS03")
    assert client.post(page("close"), {"note": "Agreed."}).status_code == 302
    html = client.get(page("show")).content.decode()
    assert "Closed on the register" in html
    assert "by Nora North, with 3 low results settled" in html
    listed = client.get(reverse("respond:rounds:list")).content.decode()
    assert "Closed by Nora North" in listed
    client.post(page("open"), {"reason": "New facts."})
    assert "Opened again" in client.get(page("show")).content.decode()


def test_a_region_lists_its_providers(dataset: Dataset, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    html = client.get(page("show", "YN1")).content.decode()
    assert "Aldermoor Hospitals: 3" in html
    client.force_login(cast.icb_lead)
    assert client.get(page("show", "YN1")).status_code == 404
    assert client.get(page("show")).status_code == 200
