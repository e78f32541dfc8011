from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sightline.access.roles import Role
from sightline.conftest import NOW, TODAY, make_user
from sightline.respond.register import actions, factories
from sightline.respond.register.conftest import RAISED
from sightline.respond.register.queries import (
    Filters,
    concerns_about,
    possible_owners,
    register,
)
from sightline.respond.register.queries.rows import SORTS, Named, Row, asked_for

pytestmark = pytest.mark.django_db


def references(found: Iterable[Row]) -> list[str]:
    return [row.reference for row in found]


def code(place: Named | None) -> str:
    return place.code if place else ""


def test_a_row_says_what_where_who_and_how_it_stands(raise_concern, country, cast, categories):
    concern = raise_concern(
        level="environment",
        environment=country.ward,
        professions=[country.medicine, country.nursing],
        share=True,
    )
    factories.decide(concern, categories[2], cast.north_manager, RAISED + timedelta(days=7))
    actions.ask_provider(
        concern=concern, text="How many?", by=cast.north_manager, at=NOW - timedelta(days=1)
    )
    (row,) = register(Filters(), TODAY, cast.north_manager).rows
    assert row.where == "Surgical ward 4, Aldermoor Hospitals"
    assert (code(row.icb), code(row.region)) == ("QN1", country.north.code)
    assert row.professions == ("Doctor in training", "Student nurse")
    assert row.standards == ("1.1",)
    assert (row.category, row.category_name) == (2, "Significant concerns")
    assert (row.score, row.band.code) == (12, "high")
    assert row.raised_date == timezone.localdate(RAISED)
    assert row.age_days == 70
    assert row.next_review_date == row.raised_date + timedelta(days=97)
    assert row.review == "later"
    assert row.waiting_for_whom == "Aldermoor Hospitals"
    assert row.owner.name == "Nora North"
    assert row.is_shared


def test_a_site_is_shown_with_its_provider(raise_concern, country, cast):
    raise_concern(organisation=country.site)
    (row,) = register(Filters(), TODAY, cast.national).rows
    assert row.where == "Aldermoor General, Aldermoor Hospitals"
    assert code(row.icb) == country.north_icb.code


def test_each_sees_their_own_part(raise_concern, country, cast):
    raise_concern()
    raise_concern(share=True)
    raise_concern(organisation=country.other_trust, share=True)
    raise_concern(
        organisation=country.southern_trust, by=cast.south_manager, owner=cast.south_manager
    )
    seen = {name: len(register(Filters(), TODAY, user).rows) for name, user in vars(cast).items()}
    assert seen == {
        "national": 4,
        "north_manager": 3,
        "south_manager": 1,
        "icb_lead": 1,
        "director": 1,
        "other_director": 0,
        "learner": 0,
        "administrator": 0,
    }


# Filters


@pytest.fixture
def several(raise_concern, country, cast, categories):
    """Four concerns that differ in everything that can be filtered."""
    one = raise_concern(title="Rota gaps", professions=[country.medicine], likelihood=5, impact=5)
    two = raise_concern(
        organisation=country.other_trust,
        level="programme",
        programme=country.surgery,
        title="Teaching cancelled",
        likelihood=1,
        impact=2,
        share=True,
        owner=cast.national,
    )
    three = raise_concern(level="system", organisation=country.north_icb, title="Placements")
    four = raise_concern(title="Library closed")
    factories.decide(one, categories[3], cast.north_manager, RAISED + timedelta(days=1))
    factories.decide(two, categories[1], cast.north_manager, RAISED + timedelta(days=1))
    actions.ask_provider(
        concern=two, text="Why?", by=cast.north_manager, at=RAISED + timedelta(days=2)
    )
    actions.close(
        concern=four,
        outcome="resolved",
        reason="Open again",
        evidence_text="Seen",
        monitoring_date=None,
        by=cast.north_manager,
        at=NOW - timedelta(days=2),
    )
    return [one, two, three, four]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, {1, 2, 3, 4}),
        ({"state": {"open"}}, {1, 2, 3}),
        ({"state": {"closed", "monitoring"}}, {4}),
        ({"level": {"programme", "system"}}, {2, 3}),
        ({"category": {"3"}}, {1}),
        ({"category": {"none"}}, {3, 4}),
        ({"category": {"none", "1"}}, {2, 3, 4}),
        ({"band": {"extreme"}}, {1}),
        ({"band": {"low"}}, {2}),
        ({"review": {"overdue"}}, {1, 3}),
        ({"review": {"none"}}, {4}),
        ({"icb": {"QN2"}}, {2}),
        ({"profession": {"Doctor in training"}}, {1}),
        ({"standard": {"9.9"}}, set()),
        ({"likelihood": 5, "impact": 5}, {1}),
        ({"waiting": True}, {2}),
        ({"shared": {"yes"}}, {2}),
        ({"text": "BEXMOOR teaching"}, {2}),
        ({"text": "q-2026-0003"}, {3}),
        ({"text": "nothing like it"}, set()),
        ({"state": {"open"}, "band": {"high"}}, {3}),
    ],
)
def test_filters(several, cast, asked, expected):
    given: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, set) else value for name, value in asked.items()
    }
    filters = Filters(**given)
    found = register(filters, TODAY, cast.north_manager)
    assert {int(ref[-1]) for ref in references(found.rows)} == expected
    assert len(found.everything) == 4
    assert sum(found.by_category().values()) == len(expected)
    assert sum(found.by_risk().values()) == len(expected)


def test_most_serious_first(several, cast):
    found = register(Filters(), TODAY, cast.north_manager)
    assert references(found.rows) == ["Q-2026-0001", "Q-2026-0002", "Q-2026-0003", "Q-2026-0004"]


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_keeps_every_row_and_is_the_same_each_time(several, cast, sort):
    everything = register(Filters(), TODAY, cast.north_manager).everything
    forwards = asked_for(everything, Filters(), sort)
    assert sorted(references(forwards)) == sorted(references(everything))
    assert forwards == asked_for(reversed(everything), Filters(), sort)


# As at a past day


def test_a_past_day_does_not_know_what_came_later(shared, cast, categories):
    factories.decide(shared, categories[2], cast.north_manager, NOW - timedelta(days=10))
    before = register(Filters(), TODAY - timedelta(days=11), cast.national).rows[0]
    on_the_day = register(Filters(), TODAY - timedelta(days=10), cast.national).rows[0]
    assert (before.category, on_the_day.category) == (None, 2)
    assert before.age_days == on_the_day.age_days - 1
    assert before.review == "overdue"


def test_a_day_ends_at_midnight_in_england(raise_concern, cast):
    """Half past eleven in the evening in July UTC is the next day in England."""
    late = NOW.replace(month=7, day=1, hour=23, minute=30)
    raise_concern(at=late)
    assert register(Filters(), date(2026, 7, 1), cast.national).rows == ()
    assert len(register(Filters(), date(2026, 7, 2), cast.national).rows) == 1


def test_organisations_are_as_they_were(concern, country, cast):
    country.trust.names.create(name="Aldermoor and Dale Hospitals", from_date=date(2026, 11, 1))
    country.trust.belongings.create(parent=country.north_icb_two, from_date=date(2026, 11, 1))
    (then,) = register(Filters(), date(2026, 10, 31), cast.national).rows
    (now,) = register(Filters(), date(2026, 11, 1), cast.national).rows
    assert (then.organisation.name, code(then.icb)) == (
        "Aldermoor Hospitals",
        country.north_icb.code,
    )
    assert (now.organisation.name, code(now.icb)) == ("Aldermoor and Dale Hospitals", "QN2")
    assert code(now.region) == country.north.code


# Numbers of queries


@pytest.mark.parametrize("count", [10, 60])
def test_the_number_of_queries_does_not_grow(
    raise_concern, cast, country, categories, django_assert_num_queries, count
):
    for number in range(count):
        organisation = [country.trust, country.site, country.other_trust, country.practice][
            number % 4
        ]
        concern = raise_concern(organisation=organisation, professions=[country.medicine])
        if number % 3 == 0:
            factories.decide(concern, categories[1], cast.north_manager, NOW)
    viewer = cast.north_manager
    assert viewer.roles_today
    with django_assert_num_queries(6):
        found = register(Filters(), TODAY, viewer)
    assert len(found.rows) == count
    with django_assert_num_queries(1):
        assert len(concerns_about(country.north, None, [], viewer, limit=100)) == count


# For other pages


def test_concerns_about_a_place_are_those_within_it(raise_concern, country, cast):
    raise_concern(level="environment", environment=country.ward)
    raise_concern(organisation=country.site)
    raise_concern(organisation=country.other_trust)
    raise_concern(level="system", organisation=country.north_icb)
    viewer = cast.national

    def about(organisation):
        return len(concerns_about(organisation, None, [], viewer))

    assert about(country.trust) == 2
    assert about(country.site) == 2  # the ward stands on it
    assert about(country.north_icb) == 3
    assert about(country.north) == 4
    assert about(country.south) == 0
    assert about(None) == 4


def test_concerns_about_a_programme(raise_concern, country, cast):
    raise_concern(level="programme", programme=country.surgery)
    assert len(concerns_about(None, country.surgery, [], cast.national)) == 1
    assert concerns_about(None, country.adult_nursing, [], cast.national) == []


def test_concerns_about_a_result_rest_on_evidence_that_the_viewer_may_see(
    raise_concern, country, cast
):
    dataset, measure = factories.dataset(), factories.measure()
    flag = factories.flag(dataset, measure, country.trust.code, is_internal=True)
    raise_concern(evidence=[flag], share=True)
    about = (country.trust, None, [measure.code])
    assert len(concerns_about(*about, cast.north_manager)) == 1
    assert concerns_about(*about, cast.director) == []
    assert concerns_about(country.trust, None, ["LS99"], cast.north_manager) == []


def test_open_concerns_come_first(several, cast):
    found = concerns_about(None, None, [], cast.north_manager)
    assert found[-1].state == "closed"
    assert not found[-1].is_open
    assert found[0].is_open
    without = concerns_about(None, None, [], cast.north_manager, include_closed=False)
    assert len(without) == 3


def test_possible_owners_can_manage_there(country, cast, several):
    make_user("Old Hand", Role.REGIONAL_QUALITY_MANAGER, country.north).given_roles.update(
        ended_date=date(2026, 1, 1)
    )
    assert [one.name for one in possible_owners(country.trust, TODAY)] == [
        "Nadia National",
        "Nora North",
    ]
    assert cast.south_manager in possible_owners(country.south, TODAY)
