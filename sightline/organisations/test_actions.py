"""Names, places and closings: history is added, and answers as at a day stay right."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sightline.access.roles import ROLES, PlaceKind, Role
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, TODAY, Cast, Country, make_user
from sightline.organisations import actions, queries
from sightline.organisations.actions import CannotChange, NewOrganisation
from sightline.organisations.models import (
    Belonging,
    LearningEnvironment,
    Organisation,
    OrganisationName,
    Profession,
    Programme,
    Succession,
)
from sightline.organisations.words import Branch, Level
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(cast: Cast) -> Any:
    return cast.administrator


def test_the_reference_data_hold_the_country_before_and_after_april_2026() -> None:
    actions.load_reference_data(by=None, at=NOW)
    boards = Organisation.objects.filter(kind="icb")
    assert Organisation.objects.filter(kind="region").count() == 7
    assert boards.count() == 48
    assert boards.open_on(date(2026, 3, 31)).count() == 42
    assert boards.open_on(date(2026, 4, 1)).count() == 36
    assert Succession.objects.count() == 16
    split = Succession.objects.filter(extent="part").values_list("predecessor__code", flat=True)
    assert set(split) == {"QJG", "QM7", "QNQ"}
    assert not boards.filter(region=None).exists()


def test_loading_the_reference_data_again_changes_nothing_and_writes_nothing() -> None:
    assert actions.load_reference_data(by=None, at=NOW) > 100
    before = [list(model.objects.order_by("pk").values()) for model in _TABLES]
    assert actions.load_reference_data(by=None, at=NOW + timedelta(days=1)) == 0
    assert [list(model.objects.order_by("pk").values()) for model in _TABLES] == before


_TABLES = (Organisation, OrganisationName, Belonging, Succession, Profession, Programme, Entry)


def test_what_people_changed_is_left_as_it_is() -> None:
    actions.load_reference_data(by=None, at=NOW)
    devon = Organisation.objects.get(code="QJK")
    actions.rename(organisation=devon, name="NHS Devon", from_date=TODAY, by=None, at=NOW)
    actions.load_reference_data(by=None, at=NOW)
    devon.refresh_from_db()
    assert devon.name == "NHS Devon"


def test_every_profession_and_programme_has_a_known_branch_and_level() -> None:
    actions.load_reference_data(by=None, at=NOW)
    assert {one.branch for one in Profession.objects.all()} == set(Branch.values)
    assert {one.level for one in Programme.objects.all()} == set(Level.values)
    assert Programme.objects.count() >= 60
    assert not Profession.objects.filter(is_checked=True).exists()


def test_a_rename_keeps_the_former_name(country: Country, administrator: Any) -> None:
    trust = actions.rename(
        organisation=country.trust,
        name="Aldermoor and Fenwick Hospitals",
        from_date=date(2025, 7, 1),
        by=administrator,
        at=NOW,
    )
    assert trust.name == "Aldermoor and Fenwick Hospitals"
    assert queries.name_on(trust, date(2025, 6, 30)) == "Aldermoor Hospitals"
    assert queries.name_on(trust, date(2025, 7, 1)) == "Aldermoor and Fenwick Hospitals"
    found = Organisation.objects.matching("aldermoor hospitals")
    assert trust in found
    assert Entry.objects.filter(action="organisations.rename", by=administrator).count() == 1


def test_a_name_from_a_past_day_does_not_become_the_name_now(country: Country) -> None:
    trust = country.trust
    for name, day in (("Second", date(2025, 1, 1)), ("First", date(2024, 1, 1))):
        actions.rename(organisation=trust, name=name, from_date=day, by=None, at=NOW)
    trust.refresh_from_db()
    assert trust.name == "Second"
    assert queries.name_on(trust, date(2024, 6, 1)) == "First"


def test_a_move_takes_sites_along(country: Country, administrator: Any) -> None:
    actions.move(
        organisation=country.trust,
        parent=country.south_icb,
        from_date=date(2026, 4, 1),
        by=administrator,
        at=NOW,
    )
    site = Organisation.objects.get(pk=country.site.pk)
    assert (site.region, site.icb, site.provider) == (
        country.south,
        country.south_icb,
        country.trust,
    )
    before = queries.geography_on(date(2026, 3, 31))
    assert before.place("ZN001A") == ("ZN001", "QN1", "YN1")
    assert queries.geography_on(TODAY).place("ZN001A") == ("ZN001", "S0U7H", "YS1")


def test_an_icb_that_moves_takes_its_providers_and_their_sites_along(country: Country) -> None:
    actions.move(
        organisation=country.north_icb, parent=country.south, from_date=TODAY, by=None, at=NOW
    )
    moved = Organisation.objects.filter(code__in=["QN1", "ZN001", "ZP00001", "ZN001A"])
    assert {one.region for one in moved} == {country.south}
    assert Organisation.objects.get(code="ZN002").region == country.north


@pytest.mark.parametrize(
    ("name", "parent", "sentence"),
    [
        ("trust", "other_trust", "can only belong to an integrated care board or a region"),
        ("site", "north_icb", "can only belong to a provider"),
        ("north", "south", "can only belong to no other organisation"),
    ],
)
def test_a_place_of_the_wrong_kind_is_refused(
    country: Country, name: str, parent: str, sentence: str
) -> None:
    with pytest.raises(CannotChange, match=sentence):
        actions.move(
            organisation=getattr(country, name),
            parent=getattr(country, parent),
            from_date=TODAY,
            by=None,
            at=NOW,
        )


def test_nothing_moves_into_what_is_closed_or_before_it_opened(country: Country) -> None:
    Organisation.objects.filter(pk=country.south_icb.pk).update(
        opened_date=date(2026, 4, 1), closed_date=date(2026, 9, 1)
    )
    country.south_icb.refresh_from_db()
    for day, sentence in (
        (date(2026, 3, 31), "did not exist on 31 March 2026"),
        (date(2026, 9, 1), "no longer existed on 1 September 2026"),
    ):
        with pytest.raises(CannotChange, match=sentence):
            actions.move(
                organisation=country.trust,
                parent=country.south_icb,
                from_date=day,
                by=None,
                at=NOW,
            )


def test_history_is_added_never_edited(country: Country) -> None:
    actions.rename(organisation=country.trust, name="New", from_date=TODAY, by=None, at=NOW)
    with pytest.raises(CannotChange, match="never edited"):
        actions.rename(organisation=country.trust, name="Newer", from_date=TODAY, by=None, at=NOW)
    actions.move(
        organisation=country.trust,
        parent=country.north_icb_two,
        from_date=TODAY,
        by=None,
        at=NOW,
    )
    with pytest.raises(CannotChange, match="never edited"):
        actions.move(
            organisation=country.trust, parent=country.south_icb, from_date=TODAY, by=None, at=NOW
        )


def test_the_future_is_not_recorded(country: Country) -> None:
    with pytest.raises(CannotChange, match="has not come yet"):
        actions.close(
            organisation=country.trust, closed_date=TODAY + timedelta(days=1), by=None, at=NOW
        )


def test_closing_and_reopening(country: Country, administrator: Any) -> None:
    trust = actions.close(
        organisation=country.trust, closed_date=date(2026, 7, 1), by=administrator, at=NOW
    )
    assert trust.is_closed
    with pytest.raises(CannotChange, match="is closed already, since 1 July 2026"):
        actions.close(organisation=trust, closed_date=TODAY, by=administrator, at=NOW)
    assert not actions.reopen(organisation=trust, by=administrator, at=NOW).is_closed
    with pytest.raises(CannotChange, match="is open already"):
        actions.reopen(organisation=trust, by=administrator, at=NOW)


def test_environments(country: Country, administrator: Any) -> None:
    def add(**wanted: Any) -> None:
        actions.add_environment(**{"name": "Ward 9", **wanted}, by=administrator, at=NOW)

    add(organisation=country.trust, site=country.site)
    add(organisation=country.trust)
    with pytest.raises(CannotChange, match="there already"):
        add(organisation=country.trust, site=country.site)
    with pytest.raises(CannotChange, match="is not a site of"):
        add(organisation=country.other_trust, site=country.site)
    with pytest.raises(CannotChange, match="is not a provider"):
        add(organisation=country.site)


@pytest.mark.parametrize("at_site", [True, False])
def test_the_database_refuses_a_second_environment_of_a_name(
    country: Country, at_site: bool
) -> None:
    about: dict[str, Any] = {"organisation": country.trust, "name": "Ward 9"}
    if at_site:
        about["site"] = country.site
    LearningEnvironment.objects.create(**about)
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningEnvironment.objects.create(**about)


@pytest.mark.parametrize(
    "role", [role for role in Role if role is not Role.ADMINISTRATOR], ids=lambda role: role.value
)
def test_only_an_administrator_changes_organisations(country: Country, role: Role) -> None:
    places = {
        PlaceKind.NATION: None,
        PlaceKind.REGION: country.north,
        PlaceKind.ICB: country.north_icb,
        PlaceKind.PROVIDER: country.trust,
    }
    user = make_user("Xenia Somebody", role, places[ROLES[role].place])
    about: dict[str, Any] = {"by": user, "at": NOW}
    trust = country.trust
    with pytest.raises(NotPermitted):
        actions.rename(organisation=trust, name="X", from_date=TODAY, **about)
    with pytest.raises(NotPermitted):
        actions.move(organisation=trust, parent=country.south_icb, from_date=TODAY, **about)
    with pytest.raises(NotPermitted):
        actions.close(organisation=trust, closed_date=TODAY, **about)
    with pytest.raises(NotPermitted):
        actions.reopen(organisation=trust, **about)
    with pytest.raises(NotPermitted):
        actions.add_environment(organisation=trust, name="Ward", **about)
    with pytest.raises(NotPermitted):
        actions.add_organisations(new=[], **about)
    with pytest.raises(NotPermitted):
        actions.load_reference_data(**about)


def test_many_are_added_at_once_with_parents_among_them(
    country: Country, administrator: Any, django_assert_max_num_queries: object
) -> None:
    new = [
        NewOrganisation("DT-001-A", "site", "Site", "DT-001", is_made_up=True),
        *(
            NewOrganisation(f"DT-{n:03}", "trust", f"Trust {n}", "QN1", is_made_up=True)
            for n in range(1, 40)
        ),
    ]
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        actions.add_organisations(new=new, by=administrator, at=NOW)
    site = Organisation.objects.get(code="DT-001-A")
    assert site.provider is not None
    assert (site.provider.code, site.icb, site.region) == (
        "DT-001",
        country.north_icb,
        country.north,
    )
    trust = Organisation.objects.get(code="DT-002")
    assert trust.provider == trust
    assert Entry.objects.filter(action="organisations.add_organisations").count() == 40


def test_a_batch_with_a_fault_stores_nothing(country: Country) -> None:
    good = NewOrganisation("DT-001", "trust", "Trust", "QN1")
    for bad, sentence in (
        (good, "comes twice"),
        (NewOrganisation("ZN001", "trust", "Trust", "QN1"), "already an organisation"),
        (NewOrganisation("DT-002", "trust", "Trust", "Q??"), "which is not known"),
        (NewOrganisation("DT-002", "trust", " ", "QN1"), "Enter a name"),
        (NewOrganisation("DT-002", "site", "Site", "QN1"), "can only belong to a provider"),
    ):
        with pytest.raises(CannotChange, match=sentence):
            actions.add_organisations(new=[good, bad], by=None, at=NOW)
        assert not Organisation.objects.filter(code="DT-001").exists()


def test_before_a_new_icb_only_the_region_of_an_older_provider_is_known() -> None:
    actions.load_reference_data(by=None, at=NOW)
    actions.add_organisations(
        new=[
            NewOrganisation("DT-001", "trust", "Old", "Z9B2Z", opened_date=date(1999, 4, 1)),
            NewOrganisation("DT-002", "trust", "New", "Z9B2Z", opened_date=date(2026, 6, 1)),
        ],
        by=None,
        at=NOW,
    )
    before = queries.geography_on(date(2025, 1, 1))
    assert before.place("DT-001") == ("DT-001", "", "Y56")
    assert queries.geography_on(date(2026, 4, 1)).place("DT-001") == ("DT-001", "Z9B2Z", "Y56")
    assert before.place("DT-002") == ("DT-002", "Z9B2Z", "Y56")


def test_the_geography_takes_two_queries(
    country: Country, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        places = queries.geography_on(TODAY).places
    assert set(places) == {"ZN001", "ZN002", "ZS001", "ZP00001", "ZN001A"}


def test_lineage_says_what_became_of_an_icb() -> None:
    actions.load_reference_data(by=None, at=NOW)

    def became(code: str) -> list[str]:
        found = queries.lineage(Organisation.objects.get(code=code))
        return [step.sentence for step in found.became]

    assert became("QRV") == [
        "the whole of NHS North West London Integrated Care Board became part of "
        "NHS West and North London Integrated Care Board"
    ]
    assert len(became("QNQ")) == 3
    assert all(sentence.startswith("a part of NHS Frimley") for sentence in became("QNQ"))
    came_from = queries.lineage(Organisation.objects.get(code="S1Y5D")).came_from
    assert [step.predecessor.code for step in came_from] == ["QHG", "QUE", "QM7"]
    assert queries.lineage(Organisation.objects.get(code="QJK")) == queries.Lineage((), ())


def test_reference_data_are_brought_in_once() -> None:
    assert actions.load_reference_data(by=None, at=NOW) == 193
    assert actions.load_reference_data(by=None, at=NOW) == 0
