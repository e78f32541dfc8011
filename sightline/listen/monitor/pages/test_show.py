from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.listen.invitations.factories import invite, make_cell, row
from sightline.listen.invitations.models import Cell
from sightline.listen.rounds.factories import open_round
from sightline.listen.rounds.models import Collection

pytestmark = pytest.mark.django_db


@pytest.fixture
def watched(country: Country, cast: Cast) -> Collection:
    """A national round: two programmes at a trust of the North, one trust in the South."""
    round_ = open_round(cast.national, name="National survey")
    surgery = {"programme": country.surgery, "profession": country.medicine}
    nursing = {"programme": country.adult_nursing, "profession": country.nursing}
    make_cell(round_, country.trust, expected=40, completed=13, **surgery)
    make_cell(round_, country.trust, expected=7, completed=6, **nursing)
    make_cell(round_, country.southern_trust, expected=30, completed=29, **nursing)
    Cell.objects.create(collection=round_, area=country.north_icb, expected=6, completed=1)
    return round_


def page(client: Client, round_: Collection, **asked: str) -> str:
    return client.get(reverse("listen:monitor:show", args=[round_.pk]), asked).content.decode()


def test_strangers_are_told_nothing(country: Country, cast: Cast, client: Client) -> None:
    round_ = open_round(cast.north_manager, place=country.north)
    address = reverse("listen:monitor:show", args=[round_.pk])
    for person in (cast.south_manager, cast.other_director, cast.learner):
        client.force_login(person)
        assert client.get(address).status_code == 404


def test_the_nation_sees_regions_and_each_sees_their_own(
    watched: Collection, cast: Cast, client: Client
) -> None:
    client.force_login(cast.national)
    html = page(client, watched)
    assert "by region" in html
    assert "North" in html
    assert "South" in html
    client.force_login(cast.north_manager)
    html = page(client, watched)
    assert "by provider" in html
    assert "Aldermoor Hospitals" in html
    assert "Calverton" not in page(client, watched, by="provider")
    assert "South" not in page(client, watched, by="region")
    client.force_login(cast.director)
    html = page(client, watched)
    assert "by programme" in html
    assert "Core surgical training" in html
    assert "Counted in a wider group only" not in html
    assert "Calverton" not in page(client, watched, by="provider", place="ZS001")


def test_rates_are_steps_and_small_groups_are_withheld(
    watched: Collection, cast: Cast, client: Client
) -> None:
    client.force_login(cast.director)
    html = page(client, watched, by="programme")
    # 13 of 40 count as 10: 25%. Seven expected are not shown.
    assert "25%" in html
    assert "13" not in html.split("<main")[1].split("How this is counted")[0]
    assert "Withheld" in html
    assert "85%" not in html
    assert "Where a nudge would help" in html
    narrowed = page(client, watched, by="profession", profession="NUR")
    assert "Student nurse" in narrowed
    assert "Fewer than ten" in narrowed


def test_a_group_moves_only_after_five_more(
    watched: Collection, cast: Cast, client: Client
) -> None:
    client.force_login(cast.director)
    cell = watched.cells.get(expected=40)
    csv = reverse("listen:monitor:show", args=[watched.pk]) + "?by=programme&format=csv"

    def seen() -> bytes:
        return b"".join(client.get(csv).streaming_content)  # type: ignore[attr-defined]

    first = seen()
    for completed in (14, 11, 10):
        Cell.objects.filter(pk=cell.pk).update(completed=completed)
        assert seen() == first
    Cell.objects.filter(pk=cell.pk).update(completed=15)
    assert seen() != first


def test_the_page_never_reads_invitations(watched: Collection, cast: Cast, client: Client) -> None:
    client.force_login(cast.national)
    with CaptureQueriesContext(connection) as few:
        page(client, watched, by="provider")
    invite(watched, [row(number) for number in range(30)], cast.national, NOW)
    with CaptureQueriesContext(connection) as many:
        page(client, watched, by="provider")
    assert len(many) == len(few)
    assert not any("listen_invitation" in query["sql"] for query in many.captured_queries)


def test_nobody_on_a_list_is_said(country: Country, cast: Cast, client: Client) -> None:
    client.force_login(cast.national)
    assert "Nobody on the list" in page(client, open_round(cast.national))
