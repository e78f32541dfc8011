"""A file is read, shown, applied once; it never drops anything and never half-stores."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from sightline.access.roles import ROLES, PlaceKind, Role
from sightline.base.models import ServiceState
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, TODAY, Cast, Country, make_user
from sightline.organisations import queries
from sightline.organisations.actions import close, load_reference_data, rename
from sightline.organisations.models import Belonging, OdsLoad, Organisation, OrganisationName
from sightline.organisations.ods import actions, storing
from sightline.organisations.ods.actions import CannotLoad, CannotRead
from sightline.organisations.ods.factories import as_file, practice, site, trust
from sightline.organisations.ods.plan import LoadPlan
from sightline.organisations.ods.read import Row
from sightline.organisations.words import ChangeKind, LoadKind
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db

TRUSTS, SITES, PRACTICES = LoadKind.TRUSTS, LoadKind.SITES, LoadKind.PRACTICES
FILE_DATE = date(2026, 7, 8)
SAMPLES = Path(settings.BASE_DIR).parent / "shared" / "refdata" / "raw"


@pytest.fixture
def administrator(cast: Cast) -> Any:
    return cast.administrator


def dry_run(
    lines: list[list[str]], by: Any, kind: LoadKind = TRUSTS, day: date = FILE_DATE
) -> OdsLoad:
    return actions.make_dry_run(
        file=as_file(lines), kind=kind, source_name="list.csv", file_date=day, by=by, at=NOW
    )


def load(
    lines: list[list[str]], by: Any, kind: LoadKind = TRUSTS, day: date = FILE_DATE
) -> LoadPlan:
    return actions.apply_dry_run(load=dry_run(lines, by, kind, day), by=by, at=NOW)


def everything() -> list[list[Any]]:
    models: list[Any] = [Organisation, OrganisationName, Belonging, Entry, ServiceState]
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_dry_run_changes_nothing_but_shows_what_would(
    country: Country, administrator: Any
) -> None:
    before = everything()[:3]
    made = dry_run([trust("ZN003", "NEW TRUST"), trust("ZN001", "ALDERMOOR")], administrator)
    assert everything()[:3] == before
    assert (made.counts["add"], made.counts["rename"], made.counts["missing"]) == (1, 1, 2)
    assert [one.code for one in storing.plan(made.plan).missing] == ["ZN002", "ZS001"]
    assert len(made.file_hash) == 64


def test_applying_does_what_the_dry_run_showed(country: Country, administrator: Any) -> None:
    plan = load(
        [
            trust("ZN003", "NEW HOSPITAL"),
            trust("ZN001", "ALDERMOOR AND FENWICK", icb="QN2", postcode="ZZ9 9ZZ"),
            trust("ZN002", "Bexmoor Hospitals", icb="QN2", closed="20260630"),
        ],
        administrator,
    )
    assert {change.kind for change in plan.changes} == {
        ChangeKind.RENAME,
        ChangeKind.MOVE,
        ChangeKind.CLOSE,
        ChangeKind.DETAILS,
    }
    new, renamed, closed = (
        Organisation.objects.get(code=code) for code in ("ZN003", "ZN001", "ZN002")
    )
    assert (new.provider, new.icb, new.region) == (new, country.north_icb, country.north)
    assert (renamed.name, renamed.icb, renamed.postcode) == (
        "Aldermoor and Fenwick",
        country.north_icb_two,
        "ZZ9 9ZZ",
    )
    assert closed.closed_date == date(2026, 7, 1)
    assert Organisation.objects.get(code="ZN001A").icb == country.north_icb_two
    assert renamed in Organisation.objects.matching("ZZ99ZZ fenwick")
    assert queries.name_on(renamed, FILE_DATE - timedelta(days=1)) == "Aldermoor Hospitals"
    lines = Entry.objects.filter(action="organisations.ods.apply")
    assert set(lines.values_list("reference", flat=True)) == {"ZN001", "ZN002", "ZN003", ""}


def test_applying_the_same_file_twice_changes_nothing(country: Country, administrator: Any) -> None:
    lines = [trust("ZN003", "NEW"), trust("ZN001", "OTHER NAME", icb="QN2", closed="20260101")]
    load(lines, administrator)
    before = everything()[:3]
    plan = load(lines, administrator)
    assert (plan.changes_something, plan.unchanged) == (False, 2)
    assert everything()[:3] == before
    again = Entry.objects.filter(action="organisations.ods.apply", reference="ZN001")
    assert again.count() == 1


def test_a_dry_run_is_applied_once(country: Country, administrator: Any) -> None:
    made = dry_run([trust("ZN003", "NEW")], administrator)
    actions.apply_dry_run(load=made, by=administrator, at=NOW)
    with pytest.raises(CannotLoad, match="was applied on 24 November 2026 already"):
        actions.apply_dry_run(load=made, by=administrator, at=NOW)


def test_what_was_not_seen_is_not_applied(country: Country, administrator: Any) -> None:
    made = dry_run([trust("ZN001", "NEW NAME")], administrator)
    rename(
        organisation=country.trust,
        name="Renamed by hand",
        from_date=date(2026, 1, 1),
        by=None,
        at=NOW,
    )
    before = everything()
    with pytest.raises(CannotLoad, match="have changed since this dry run"):
        actions.apply_dry_run(load=made, by=administrator, at=NOW)
    assert everything() == before


def test_what_changed_elsewhere_does_not_hinder(country: Country, administrator: Any) -> None:
    made = dry_run([trust("ZN001", "NEW NAME")], administrator)
    rename(organisation=country.practice, name="Surgery", from_date=TODAY, by=None, at=NOW)
    assert actions.apply_dry_run(load=made, by=administrator, at=NOW).changes


def test_a_code_that_is_not_in_the_file_stays(country: Country, administrator: Any) -> None:
    plan = load([trust("ZN001", "Aldermoor Hospitals")], administrator)
    assert [one.code for one in plan.missing] == ["ZN002", "ZS001"]
    assert Organisation.objects.filter(code="ZN002", closed_date=None).exists()


def test_what_is_closed_in_the_file_is_kept_and_can_reopen(
    country: Country, administrator: Any
) -> None:
    load([trust("ZN004", "CLOSED LONG AGO", closed="20200331")], administrator)
    assert Organisation.objects.get(code="ZN004").closed_date == date(2020, 4, 1)
    plan = load([trust("ZN004", "CLOSED LONG AGO")], administrator)
    assert [change.kind for change in plan.changes] == [ChangeKind.REOPEN]
    assert Organisation.objects.get(code="ZN004").closed_date is None


def test_a_closing_still_to_come_waits(country: Country, administrator: Any) -> None:
    plan = load([trust("ZN001", "Aldermoor Hospitals", closed="20270331")], administrator)
    assert "still to come" in plan.left_out[0].sentence
    assert Organisation.objects.get(code="ZN001").closed_date is None


def test_rows_in_error_are_named_and_the_others_applied(
    country: Country, administrator: Any
) -> None:
    Organisation.objects.filter(code="QN2").update(closed_date=date(2026, 4, 1))
    Organisation.objects.filter(code="S0U7H").update(opened_date=date(2026, 9, 1))
    plan = load(
        [
            trust("ZN010", "GOOD"),
            trust("ZN010", "AGAIN"),
            trust("ZN011", "UNKNOWN ICB", icb="Q74"),
            trust("ZN012", "CLOSED ICB", icb="QN2"),
            trust("ZN013", "ICB TO COME", icb="S0U7H"),
            trust("ZP00001", "A PRACTICE HERE"),
            trust("ZN014", "BAD DAY", opened="20260231"),
            trust("ZN015", "CLOSED BEFORE", icb="Q74", closed="20171031"),
        ],
        administrator,
    )
    assert [row.code for row in plan.adds] == ["ZN010"]
    said = {one.line: one.sentence for one in plan.errors}
    assert list(said) == [2, 3, 4, 5, 6, 7, 8]
    assert said[2] == "The code ZN010 comes on line 1 already."
    assert said[3] == "Its integrated care board “Q74” is not known."
    assert "closed on 1 April 2026, before the date of the file" in said[4]
    assert "opened on 1 September 2026, after the date of the file" in said[5]
    assert "stored as another kind" in said[6]
    assert "It closed before, so it was not added." in said[8]
    assert all(one.raw for one in plan.errors)


def test_history_is_not_edited_by_a_second_file_of_the_same_day(
    country: Country, administrator: Any
) -> None:
    load([trust("ZN001", "FIRST NAME")], administrator)
    plan = load([trust("ZN001", "SECOND NAME")], administrator)
    assert "never edited" in plan.errors[0].sentence
    assert Organisation.objects.get(code="ZN001").name == "First Name"


def test_a_trust_moves_on_the_day_on_which_its_icb_was_succeeded(administrator: Any) -> None:
    load_reference_data(by=None, at=NOW)
    load([trust("ZX1", "ONE", icb="QMJ")], administrator, day=date(2025, 7, 15))
    plan = load([trust("ZX1", "ONE", icb="Z9B2Z")], administrator)
    assert [change.from_date for change in plan.changes] == [date(2026, 4, 1)]
    before, after = (queries.geography_on(date(2026, 3, 31)), queries.geography_on(TODAY))
    assert before.place("ZX1") == ("ZX1", "QMJ", "Y56")
    assert after.place("ZX1") == ("ZX1", "Z9B2Z", "Y56")


def test_an_older_file_is_refused(country: Country, administrator: Any) -> None:
    load([trust("ZN003", "NEW")], administrator)
    with pytest.raises(CannotLoad, match="A later one, of 8 July 2026, was applied already"):
        dry_run([trust("ZN003", "OLD")], administrator, day=date(2026, 7, 7))
    with pytest.raises(CannotLoad, match="has not come yet"):
        dry_run([trust("ZN003", "OLD")], administrator, day=TODAY + timedelta(days=1))


def test_sites_find_their_trust(country: Country, administrator: Any) -> None:
    plan = load(
        [
            site("ZN001B", "NAMED", parent="ZN002"),
            site("ZN002C", "BY ITS CODE"),
            site("QQ99901", "NOBODY'S"),
            site("QQ99902", "OF ANOTHER", parent="QQ999"),
        ],
        administrator,
        SITES,
    )
    found = {one.code: one for one in Organisation.objects.filter(kind="site")}
    named, guessed = found["ZN001B"].provider, found["ZN002C"].provider
    assert (named, guessed) == (country.other_trust, country.other_trust)
    assert "1 sites name no trust in column 15" in plan.notes[0]
    assert [one.line for one in plan.errors] == [3, 4]
    assert all("Load the list of trusts first" in one.sentence for one in plan.errors)


def test_one_list_is_not_taken_for_another(country: Country, administrator: Any) -> None:
    sites = [site(f"ZN001{letter}", "SITE") for letter in "BCD"]
    with pytest.raises(CannotRead, match="looks like the list of sites"):
        dry_run(sites, administrator, TRUSTS)
    with pytest.raises(CannotRead, match="looks like the list of trusts"):
        dry_run([trust("ZN001", "X"), trust("ZN002", "Y")], administrator, SITES)
    many = [site(f"ZQ{n % 3}{n:02}", "SITE") for n in range(30)]
    with pytest.raises(CannotRead, match="looks like the list of sites"):
        dry_run(many, administrator, TRUSTS)


def test_practices(country: Country, administrator: Any) -> None:
    plan = load(
        [practice("A81001", "THE SURGERY"), practice("A81002", "CLINIC", setting="8")],
        administrator,
        PRACTICES,
    )
    assert [one.code for one in plan.missing] == ["ZP00001"]
    assert Organisation.objects.get(code="A81001").provider_type == "practice"
    assert plan.left_out[0].sentence == "It is not a GP practice (prescribing setting 8)."


def test_real_lists_are_not_loaded_among_made_up_data(country: Country, administrator: Any) -> None:
    ServiceState.objects.create(holds=ServiceState.Holds.MADE_UP)
    with pytest.raises(CannotLoad, match="This database holds made-up data"):
        dry_run([trust("ZN003", "NEW")], administrator)
    assert not OdsLoad.objects.exists()


def test_a_dry_run_from_before_made_up_data_came_is_not_applied(
    country: Country, administrator: Any
) -> None:
    made = dry_run([trust("ZN003", "NEW")], administrator)
    ServiceState.objects.create(holds=ServiceState.Holds.MADE_UP)
    with pytest.raises(CannotLoad, match="This database holds made-up data"):
        actions.apply_dry_run(load=made, by=administrator, at=NOW)


MADE_UP = [Row(1, "DT-001", "Made-up Hospitals", "QN1", provider_type="acute")]


def made_up(rows: list[Row] | None = None, *, is_made_up: bool = True) -> LoadPlan:
    return actions.apply_load(
        kind=TRUSTS,
        rows=MADE_UP if rows is None else rows,
        source_name="Demonstration",
        file_date=FILE_DATE,
        by=None,
        at=NOW,
        is_made_up=is_made_up,
    )


def test_the_first_real_list_marks_the_database_and_keeps_made_up_data_out(
    country: Country, administrator: Any
) -> None:
    load([trust("ZN003", "NEW")], administrator)
    assert ServiceState.objects.get().holds == ServiceState.Holds.REAL
    with pytest.raises(CannotLoad, match="This database holds real data"):
        made_up()


def test_made_up_organisations_come_through_the_same_door(country: Country) -> None:
    assert len(made_up().adds) == 1
    one = Organisation.objects.get(code="DT-001")
    assert (one.is_made_up, one.provider_type) == (True, "acute")
    assert ServiceState.objects.get().holds == ServiceState.Holds.MADE_UP
    assert made_up().unchanged == 1


def test_two_hundred_made_up_trusts_are_not_taken_for_sites(country: Country) -> None:
    rows = [Row(n, f"DT-{n:03}", f"Hospital {n}", "QN1") for n in range(1, 201)]
    assert len(made_up(rows).adds) == 200


def test_real_and_made_up_codes_cannot_be_mistaken(country: Country) -> None:
    with pytest.raises(CannotLoad, match="made-up data holds a hyphen"):
        made_up([Row(1, "DT001", "X", "QN1")])
    with pytest.raises(CannotLoad, match="real data does not hold a hyphen"):
        made_up(is_made_up=False)


@pytest.mark.parametrize(
    "role", [role for role in Role if role is not Role.ADMINISTRATOR], ids=lambda role: role.value
)
def test_only_an_administrator_loads(country: Country, role: Role) -> None:
    place = None if ROLES[role].place is PlaceKind.NATION else country.north
    user = make_user("Xenia Somebody", role, place)
    made = dry_run([trust("ZN003", "NEW")], None)
    with pytest.raises(NotPermitted):
        dry_run([trust("ZN003", "NEW")], user)
    with pytest.raises(NotPermitted):
        actions.apply_dry_run(load=made, by=user, at=NOW)
    with pytest.raises(NotPermitted):
        actions.apply_load(
            kind=TRUSTS, rows=[], source_name="", file_date=FILE_DATE, by=user, at=NOW
        )


def test_a_refused_file_stores_nothing(country: Country, administrator: Any) -> None:
    before = everything()
    with pytest.raises(CannotRead):
        actions.make_dry_run(
            file=io.BytesIO(b"PK\x03\x04"),
            kind=TRUSTS,
            source_name="etr.csv",
            file_date=FILE_DATE,
            by=administrator,
            at=NOW,
        )
    assert everything() == before
    assert not OdsLoad.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_file(
    country: Country, administrator: Any, django_assert_max_num_queries: object
) -> None:
    lines = [practice(f"A{n:05}", f"SURGERY {n}") for n in range(300)]
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        load(lines, administrator, PRACTICES)


def test_what_is_kept_is_read_back_as_it_was(country: Country, administrator: Any) -> None:
    lines = [
        trust("ZN003", "NEW"),
        trust("ZN001", "NAME", icb="QN2"),
        trust("ZN9", "X", opened="0"),
    ]
    made = dry_run(lines, administrator)
    assert storing.plan(made.plan).fingerprint == made.plan_hash


def test_two_published_files_a_year_apart(administrator: Any) -> None:
    """Trusts of July 2025, then of July 2026: real closings, moves and renames."""
    if not SAMPLES.exists():
        pytest.skip("The published files are not here.")
    load_reference_data(by=None, at=NOW)
    for name, day in (("etr_2025-07.csv", date(2025, 7, 15)), ("etr_2026-07.csv", FILE_DATE)):
        with (SAMPLES / name).open("rb") as file:
            made = actions.make_dry_run(
                file=file, kind=TRUSTS, source_name=name, file_date=day, by=administrator, at=NOW
            )
        plan = actions.apply_dry_run(load=made, by=administrator, at=NOW)
        assert plan.errors == []
    oxleas = Organisation.objects.get(code="RPG")
    assert oxleas.region is not None
    assert oxleas.region.code == "Y59"
    assert queries.geography_on(date(2025, 8, 1)).places["RPG"].region == "Y56"
    bristol = Organisation.objects.get(code="RA7")
    assert bristol.name == "Bristol NHS Foundation Trust"
    assert queries.name_on(bristol, date(2025, 8, 1)) != bristol.name
    assert Organisation.objects.get(code="RVJ").closed_date == date(2026, 7, 1)
    assert queries.geography_on(date(2026, 3, 31)).places["G6V2S"].icb == "QMJ"
    assert queries.geography_on(date(2026, 4, 1)).places["G6V2S"].icb == "Z9B2Z"


def test_closing_by_hand_is_told_by_the_next_file(country: Country, administrator: Any) -> None:
    close(organisation=country.trust, closed_date=date(2026, 7, 1), by=administrator, at=NOW)
    plan = load([trust("ZN001", "Aldermoor Hospitals")], administrator)
    assert [(change.kind, change.before) for change in plan.changes if not change.after] == [
        (ChangeKind.REOPEN, "1 July 2026")
    ]
