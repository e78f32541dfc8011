"""Which practice is in which network, from an official list, and what a dry run says of it."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast, Country, make_organisation
from sightline.organisations.models import InNetwork, Network, OdsLoad, Organisation
from sightline.organisations.networks import queries
from sightline.organisations.ods import actions, storing
from sightline.organisations.ods.factories import as_file, trust
from sightline.organisations.ods.plan import LoadPlan
from sightline.organisations.ods.sniff import CannotRead
from sightline.organisations.words import ChangeKind, LoadKind
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 8)
ONE, TWO = ("U00001", "NORTH VALLEY PCN"), ("U00002", "SOUTH VALLEY PCN")


def spell(
    practice: str, network: tuple[str, str], start: str = "20190701", end: str = ""
) -> list[str]:
    return [practice, "A SURGERY", "00A", "A place", *network, "00A", "A place", start, end, "1"]


def load(lines: list[list[str]], by: Any, day: date = DAY) -> LoadPlan:
    return actions.apply_dry_run(load=dry_run(as_file(lines), by, day), by=by, at=NOW)


def dry_run(file: io.BytesIO, by: Any, day: date = DAY) -> OdsLoad:
    return actions.make_dry_run(
        file=file, kind=LoadKind.NETWORKS, source_name="pcn.csv", file_date=day, by=by, at=NOW
    )


@pytest.fixture
def practice(country: Country) -> Organisation:
    return country.practice


@pytest.fixture
def by(cast: Cast) -> Any:
    return cast.administrator


def test_a_dry_run_shows_the_networks_and_changes_nothing(practice: Organisation, by: Any) -> None:
    made = dry_run(as_file([spell(practice.code, ONE)]), by)
    assert not Network.objects.exists()
    assert not InNetwork.objects.exists()
    assert (made.counts["add"], made.counts["join"]) == (1, 1)
    plan = storing.plan(made.plan)
    assert (plan.adds[0].code, plan.adds[0].name) == ("U00001", "North Valley PCN")
    assert plan.changes[0].from_date == date(2019, 7, 1)


def test_a_practice_is_in_the_network_of_the_day(practice: Organisation, by: Any) -> None:
    lines = [
        spell(practice.code, ONE, "20190701", "20220331"),
        spell(practice.code, TWO, "20220401"),
    ]
    load(lines, by)
    assert queries.networks_on(date(2019, 6, 30)) == {}
    assert queries.networks_on(date(2022, 3, 31)) == {practice.code: "U00001"}
    assert queries.networks_on(date(2022, 4, 1)) == {practice.code: "U00002"}
    assert [one.network and one.network.code for one in queries.spells_of(practice.pk)] == [
        "U00002",
        "U00001",
    ]
    said = Entry.objects.filter(action="organisations.ods.apply", reference=practice.code)
    assert "In South Valley PCN from 1 April 2022." in said.get().summary
    again = load(lines, by)
    assert not again.changes_something
    assert again.unchanged == 1


def test_whoever_left_is_in_none(practice: Organisation, by: Any) -> None:
    load([spell(practice.code, ONE)], by, date(2024, 1, 1))
    load([spell(practice.code, ONE, "20190701", "20250331")], by)
    assert queries.networks_on(date(2025, 3, 31)) == {practice.code: "U00001"}
    assert queries.networks_on(date(2025, 4, 1)) == {}


def test_history_is_added_never_edited(practice: Organisation, by: Any) -> None:
    load([spell(practice.code, ONE, "20220401")], by)
    plan = load([spell(practice.code, TWO, "20200401")], by)
    assert not plan.of(ChangeKind.JOIN)
    assert "History is added, never edited" in plan.errors[0].sentence
    assert queries.networks_on(DAY) == {practice.code: "U00001"}


def test_a_practice_that_is_not_known_and_one_that_left_since(country: Country, by: Any) -> None:
    made = dry_run(
        as_file([spell("A99999", ONE), spell("A99998", ONE, "20190701", "20200101")]), by
    )
    plan = storing.plan(made.plan)
    assert [one.code for one in plan.errors] == ["A99999"]
    assert "Load the list of GP practices first" in plan.errors[0].sentence
    assert [one.code for one in plan.left_out] == ["A99998"]
    assert not plan.changes_something


def test_the_monthly_mapping_gives_no_days(practice: Organisation, by: Any) -> None:
    def mapping(network: str, name: str) -> io.BytesIO:
        headings = "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PCN_CODE,PCN_NAME"
        row = f"GP_PRAC_PAT_LIST,01Jan2022,{practice.code},A SURGERY,{network},{name}"
        return io.BytesIO(f"{headings}\n{row}\n".encode())

    first = dry_run(mapping(*ONE), by, date(2026, 1, 1))
    assert any("It gives no days" in note for note in storing.plan(first.plan).notes)
    actions.apply_dry_run(load=first, by=by, at=NOW)
    assert queries.networks_on(date(2000, 1, 1)) == {practice.code: "U00001"}
    later = dry_run(mapping("U", "UNALLOCATED"), by, date(2026, 2, 1))
    actions.apply_dry_run(load=later, by=by, at=NOW)
    assert queries.networks_on(date(2026, 1, 31)) == {practice.code: "U00001"}
    assert queries.networks_on(date(2026, 2, 1)) == {}


@pytest.mark.parametrize("is_stored", [False, True])
def test_two_lines_without_a_day_that_say_two_networks(
    is_stored: bool, practice: Organisation, by: Any
) -> None:
    if is_stored:
        load([spell(practice.code, ONE)], by)
    before = queries.networks_on(DAY)
    plan = load([spell(practice.code, one, "") for one in (ONE, ONE, TWO)], by)
    (error,) = plan.errors
    assert (error.line, "Line 1 has it in another network" in error.sentence) == (3, True)
    assert not plan.of(ChangeKind.JOIN)
    assert queries.networks_on(DAY) == before


def test_a_new_name_is_told_in_the_trail(practice: Organisation, by: Any) -> None:
    load([spell(practice.code, ONE)], by)
    load([spell(practice.code, ("U00001", "Valleys PCN"))], by)
    assert Network.objects.get().name == "Valleys PCN"
    assert Entry.objects.filter(summary="Named “Valleys PCN”; it was “North Valley PCN”.").exists()


def test_another_list_is_refused(country: Country, by: Any) -> None:
    with pytest.raises(CannotRead, match=r"Line 1 has 27 columns\. The official list has 11"):
        dry_run(as_file([trust("ZN003", "NEW TRUST")]), by)


def test_what_a_file_leaves_out_is_named_and_stays(
    practice: Organisation, country: Country, by: Any
) -> None:
    other = make_organisation("ZP00009", "practice", "Other", country.north_icb)
    load([spell(practice.code, ONE), spell(other.code, ONE)], by)
    plan = load([spell(practice.code, ONE)], by)
    assert [one.code for one in plan.missing] == [other.code]
    assert queries.networks_on(DAY)[other.code] == "U00001"


def test_the_pages_show_it(practice: Organisation, cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    made = dry_run(as_file([spell(practice.code, ONE)]), cast.administrator)
    page = client.get(f"/organisations/dry-run/{made.pk}/").content.decode()
    assert "Joined or left a network" in page
    assert "North Valley PCN" in page
    client.post(f"/organisations/dry-run/{made.pk}/")
    page = client.get(f"/organisations/{practice.code}/").content.decode()
    assert "Primary care network" in page
    assert "North Valley PCN from 1 July 2019" in page
