from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sightline.assess.places import Level, Place
from sightline.conftest import TODAY, Cast, Country
from sightline.govern.capacity import queries, rules
from sightline.govern.capacity.models import CapacityFigure
from sightline.govern.conftest import SINCE, Say

pytestmark = pytest.mark.django_db


def test_the_database_and_the_rule_choose_the_same_number(say: Say) -> None:
    """Corrections, a while with an end, and one that has not begun."""
    for count, begins, ends in (
        (20, SINCE, None), (21, SINCE, None), (30, date(2026, 11, 1), date(2026, 11, 30)),
        (40, date(2027, 1, 1), None), (50, date(2026, 10, 1), date(2026, 10, 31)),
    ):  # fmt: skip
        say(count, from_date=begins, to_date=ends)
    said = [
        rules.Said(one.count, one.from_date, one.to_date, one.pk)
        for one in CapacityFigure.objects.all()
    ]
    for day in (date(2026, 8, 31), SINCE, date(2026, 10, 15), TODAY, date(2026, 12, 24),
                date(2027, 2, 1)):  # fmt: skip
        found = CapacityFigure.objects.all().standing_on(day).first()
        rule = rules.standing(said, day)
        assert (found.count if found else None) == (rule.count if rule else None), day


def test_approved_stands_beside_actual_and_a_ward_under_its_trust(
    say: Say, place: Place, ward: Place, cast: Cast
) -> None:
    say(20)
    say(23, "actual")
    say(4, place=ward)
    lines = queries.of_place(place, cast.director, TODAY)
    assert [(one.where, one.compared.words) for one in lines] == [
        ("", "3 over capacity"), ("Surgical ward 4", "Not known"),
    ]  # fmt: skip
    assert [one.where for one in queries.of_place(ward, cast.director, TODAY)] == [""]


def test_only_people_in_scope_see_numbers(say: Say, place: Place, cast: Cast) -> None:
    say()
    for person in (cast.other_director, cast.south_manager, cast.learner, cast.administrator):
        assert queries.of_place(place, person, TODAY) == []
        assert queries.totals(person, TODAY, by="icb") == []
    assert len(queries.of_place(place, cast.icb_lead, TODAY)) == 1


def test_totals_do_not_add_a_ward_to_its_trust(
    say: Say, ward: Place, country: Country, cast: Cast
) -> None:
    say(20)
    say(4, place=ward)
    say(25, "actual")
    practice = Place(Level.ORGANISATION, country.practice)
    say(3, place=practice)
    say(2, "actual", place=practice)
    elsewhere = Place(Level.ORGANISATION, country.other_trust)
    say(9, place=elsewhere)
    (north,) = queries.totals(cast.north_manager, TODAY, by="region")
    assert (north.total.approved, north.total.actual, north.providers) == (32, 27, 3)
    assert (north.total.over, north.total.unknown) == (1, 1)
    by_icb = queries.totals(cast.north_manager, TODAY, by="icb")
    assert [(one.code, one.total.approved, one.total.actual) for one in by_icb] == [
        ("QN2", 9, None), ("QN1", 23, 27),
    ]  # fmt: skip
    assert queries.totals(cast.north_manager, TODAY, by="icb", profession="MED") == []


def test_queries_do_not_grow_with_the_numbers(
    say: Say, place: Place, ward: Place, cast: Cast, django_assert_num_queries: Any
) -> None:
    def look() -> None:
        with django_assert_num_queries(1):
            queries.of_place(place, cast.national, TODAY)
        with django_assert_num_queries(2):
            queries.totals(cast.national, TODAY, by="icb")

    say()
    assert cast.national.roles_today  # read once, for every question
    look()
    for number in range(12):
        say(number, place=ward, from_date=SINCE + timedelta(days=number))
        say(number, "actual", study="core")
    look()
