"""Finding an organisation: everybody sees their own patch, and the page stays cheap."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast, Country
from sightline.organisations import actions
from sightline.organisations.actions import NewOrganisation

pytestmark = pytest.mark.django_db
URL = "/organisations/"


def codes(client: Client, user: Any, query: str = "") -> list[str]:
    client.force_login(user)
    response = client.get(f"{URL}?format=csv&{query}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return [row["Code"] for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("north_manager", {"YN1", "QN1", "QN2", "ZN001", "ZN002", "ZP00001", "ZN001A"}),
        ("south_manager", {"YS1", "S0U7H", "ZS001"}),
        ("icb_lead", {"QN1", "ZN001", "ZP00001", "ZN001A"}),
        ("director", {"ZN001", "ZN001A"}),
        ("other_director", {"ZS001"}),
    ],
)
def test_everybody_sees_their_own_patch(
    client: Client, cast: Cast, who: str, seen: set[str]
) -> None:
    assert set(codes(client, getattr(cast, who))) == seen


@pytest.mark.parametrize("who", ["national", "administrator"])
def test_national_roles_see_the_country(client: Client, cast: Cast, who: str) -> None:
    assert len(codes(client, getattr(cast, who))) == 10


def test_a_learner_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.learner)
    assert client.get(URL).status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(client: Client, country: Country) -> None:
    response = client.get(URL)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=aldermoor", ["ZN001", "ZN001A"]),
        ("q=zn001", ["ZN001", "ZN001A"]),
        ("q=nothing+like+it", []),
        ("kind=practice", ["ZP00001"]),
        ("region=YS1", ["YS1", "S0U7H", "ZS001"]),
        ("icb=QN2", ["QN2", "ZN002"]),
        ("within=zn001", ["ZN001A"]),
        ("state=closed", []),
        ("kind=nonsense&region=nowhere&state=maybe&page=x", None),
    ],
)
def test_filters(client: Client, cast: Cast, query: str, found: list[str] | None) -> None:
    shown = codes(client, cast.national, query)
    assert len(shown) == 10 if found is None else shown == found


def test_the_page_is_drawn(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    page = client.get(f"{URL}?q=hospitals").content.decode()
    assert page.count("<h1") == 1
    assert "3 organisations" in page
    assert "Load an official list" in page
    assert "No organisation that you can see fits" in client.get(f"{URL}?q=zzz").content.decode()


def test_only_administrators_are_led_to_loading(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    assert "Load an official list" not in client.get(URL).content.decode()


def test_the_number_of_queries_does_not_grow(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    actions.add_organisations(
        new=[NewOrganisation(f"DT-{n:03}", "trust", f"Trust {n}", "QN1") for n in range(60)],
        by=None,
        at=NOW,
    )
    client.force_login(cast.national)
    with django_assert_max_num_queries(9):
        assert "Showing 1 to 25 of 70" in client.get(URL).content.decode()
