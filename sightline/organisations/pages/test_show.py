"""The page of an organisation: what it is now and was before; strangers get 404."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.organisations import actions
from sightline.organisations.actions import NewOrganisation

pytestmark = pytest.mark.django_db


def page(client: Client, user: Any, code: str) -> str:
    client.force_login(user)
    response = client.get(f"/organisations/{code}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("who", "own", "strange"),
    [
        ("north_manager", "ZN001A", "ZS001"),
        ("south_manager", "S0U7H", "QN1"),
        ("icb_lead", "ZP00001", "ZN002"),
        ("icb_lead", "QN1", "YN1"),
        ("director", "ZN001", "ZP00001"),
        ("other_director", "ZS001", "S0U7H"),
    ],
)
def test_a_stranger_gets_404(client: Client, cast: Cast, who: str, own: str, strange: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(f"/organisations/{own}/").status_code == 200
    assert client.get(f"/organisations/{strange}/").status_code == 404


@pytest.mark.parametrize("who", ["national", "administrator"])
def test_national_roles_see_all_and_unknown_codes_are_404(
    client: Client, cast: Cast, who: str
) -> None:
    client.force_login(getattr(cast, who))
    for code in ("YN1", "S0U7H", "ZN001", "ZP00001", "ZN001A"):
        assert client.get(f"/organisations/{code}/").status_code == 200
    assert client.get("/organisations/NOBODY/").status_code == 404


def test_a_learner_gets_404_even_for_their_own_provider(client: Client, cast: Cast) -> None:
    client.force_login(cast.learner)
    assert client.get("/organisations/ZN001/").status_code == 404


def test_a_provider_with_its_sites_and_environments(client: Client, cast: Cast) -> None:
    shown = page(client, cast.north_manager, "ZN001")
    assert shown.count("<h1") == 1
    for text in ("Acute trust", "Northmoor ICB", "1 site", "Aldermoor General", "Surgical ward 4"):
        assert text in shown
    assert 'href="/organisations/QN1/"' in shown


def test_what_may_not_be_seen_is_named_and_not_linked(client: Client, cast: Cast) -> None:
    shown = page(client, cast.director, "ZN001")
    assert "Northmoor ICB" in shown
    assert 'href="/organisations/QN1/"' not in shown


def test_where_it_belonged_and_what_it_was_called(
    client: Client, cast: Cast, country: Country
) -> None:
    about: dict[str, Any] = {"organisation": country.trust, "by": cast.administrator, "at": NOW}
    actions.move(parent=country.north_icb_two, from_date=date(2026, 4, 1), **about)
    actions.rename(name="Aldermoor and Fenwick", from_date=date(2025, 7, 1), **about)
    shown = page(client, cast.north_manager, "ZN001")
    assert "From 1 April 2026: <a" in shown
    assert "Before that: <a" in shown
    assert "From 1 July 2025: Aldermoor and Fenwick" in shown
    assert "Before that: Aldermoor Hospitals" in shown
    assert "Named “Aldermoor and Fenwick” from 1 July 2025" in shown
    assert "Ada Administrator" in shown


def test_what_became_of_an_icb_is_said_in_words(client: Client, cast: Cast) -> None:
    actions.load_reference_data(by=None, at=NOW)
    shown = page(client, cast.national, "QRV")
    assert (
        "On 1 April 2026 the whole of NHS North West London Integrated Care Board "
        'became part of <a href="/organisations/Z9B2Z/">'
    ) in shown
    assert "1 July 2022 to 31 March 2026" in shown
    split = page(client, cast.national, "QNQ")
    assert split.count("a part of NHS Frimley Integrated Care Board went to") == 3


def test_an_icb_lists_its_providers_and_counts_its_practices(client: Client, cast: Cast) -> None:
    shown = page(client, cast.icb_lead, "QN1")
    assert "1 GP practice<" in shown
    assert "1 NHS trust<" in shown
    assert "Aldermoor Hospitals" in shown
    assert "Dunmere Surgery" not in shown


def test_a_closed_one_says_what_is_still_in_it(
    client: Client, cast: Cast, country: Country
) -> None:
    actions.close(organisation=country.north_icb, closed_date=TODAY, by=None, at=NOW)
    assert "have not been placed anywhere else yet" in page(client, cast.national, "QN1")


def test_links_only_lead_where_one_may_go(client: Client, cast: Cast) -> None:
    assert "/commitments/?organisation=ZN001" in page(client, cast.director, "ZN001")
    assert "/commitments/?organisation" not in page(client, cast.administrator, "ZN001")


def test_the_number_of_queries_does_not_grow(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    actions.add_organisations(
        new=[NewOrganisation(f"ZN001-{n}", "site", f"Site {n}", "ZN001") for n in range(40)],
        by=None,
        at=NOW,
    )
    client.force_login(cast.north_manager)
    with django_assert_max_num_queries(15):
        shown = client.get("/organisations/ZN001/").content.decode()
    assert "41 sites" in shown
    assert "Only the first 20 are shown here" in shown
