from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.silence.conftest import measures
from sightline.listen.silence.models import NoAction
from sightline.listen.silence.pages import show as page
from sightline.results.models import Dataset

pytestmark = pytest.mark.django_db

ADDRESS = reverse("listen:silence:show", args=["ZN001"])


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner"])
def test_a_stranger_gets_404(person: str, dataset: Dataset, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(ADDRESS).status_code == 404


def test_each_low_result_with_what_came_of_it(
    dataset: Dataset,
    cast: Cast,
    client: Client,
    promise: Callable[..., object],
    sign: Callable[..., object],
    django_assert_max_num_queries: object,
) -> None:
    client.force_login(cast.director)
    assert client.get(ADDRESS).content.decode().count("Nobody has said") == 3
    promise("LS01")
    sign("LS02")
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        html = client.get(ADDRESS).content.decode()
    assert html.count("Nobody has said") == 1
    assert "Every shift has a named supervisor." in html
    assert "The ward closes in spring" in html
    assert "Sign that there is no action" not in html


def test_from_silence_to_a_signed_reason(dataset: Dataset, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:silence:sign", args=["ZN001"])
    assert "Supervisor available" in client.get(address).content.decode()
    chosen = {"measures": [one.pk for one in measures("LS01", "LS02", "LS03")]}
    unsigned = client.post(address, chosen | {"reason": "The ward closes in spring."})
    assert "Tick the box to sign" in unsigned.content.decode()
    said = chosen | {"reason": "The ward closes in spring.", "signed": "on"}
    assert client.post(address, said).status_code == 302
    signed = NoAction.objects.get()
    html = client.get(ADDRESS).content.decode()
    assert "Nobody has said" not in html
    assert reverse("listen:silence:no_action", args=[signed.reference]) in html


def test_the_list_and_the_measures(
    dataset: Dataset, cast: Cast, client: Client, promise: Callable[..., object]
) -> None:
    promise("LS01")
    client.force_login(cast.north_manager)
    html = client.get(reverse("listen:silence:list")).content.decode()
    assert "Aldermoor Hospitals" in html
    assert "Calverton" not in html
    measured = client.get(reverse("listen:silence:measures")).content.decode()
    assert "33% so far, of 3" in measured
    assert "Measures of listening by provider, " in measured
    file = client.get(reverse("listen:silence:measures"), {"format": "csv"})
    text = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Aldermoor Hospitals" in text


def test_long_lists_are_filtered_and_come_in_pages(
    dataset: Dataset,
    cast: Cast,
    client: Client,
    promise: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    promise("LS01")
    client.force_login(cast.director)

    def shown(query: str) -> list[str]:
        html = client.get(f"{ADDRESS}?{query}").content.decode()
        return sorted(set(re.findall(r"item/(LS\d\d)", html)))

    assert shown("") == ["LS01", "LS02", "LS03"]
    assert shown("came=answered") == ["LS01"]
    assert shown("came=silent") == ["LS02", "LS03"]
    assert shown("came=reopened") == []
    assert shown("q=supervisor+available") == ["LS01"]
    monkeypatch.setattr(page, "PAGE_SIZE", 2)
    assert len(shown("")) == 2
    assert len(shown("page=2")) == 1
