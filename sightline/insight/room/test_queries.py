from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sightline.assess import factories
from sightline.assess.applicable import actions as applicable
from sightline.assess.evidence import actions as evidence
from sightline.assess.evidence import living
from sightline.assess.places import Level, Place
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.insight.room import queries
from sightline.insight.room.words import Agreement, Sufficiency
from sightline.listen.forums import factories as forums
from sightline.listen.forums.points import actions as points
from sightline.respond.register import factories as register
from sightline.results.factories import MEASURES, make_dataset, spread
from sightline.standards.models import Standard
from sightline.stats.outliers import Colour

pytestmark = pytest.mark.django_db
#: The supervision items bear on the standard about supervision.
BEARING = [
    replace(one, standards=("3.1",)) if one.code in ("LS01", "LS02") else one for one in MEASURES
]


def survey(low: str = "ZN001") -> None:
    """A round in which one trust is far below eleven others like it."""
    answers: Any = {(code, "", "CST"): spread(60, seed=3) for code in ("ZN001", "ZN002", "ZS001")}
    answers[(low, "", "CST")] = [[1, 1, 1]] * 55 + [[2, 2, 2]] * 5
    make_dataset(answers, measures=BEARING, year=2026)


def tile(place: Place, cast: Cast, day: date = TODAY, person: str = "north_manager") -> Any:
    found = queries.room(place, getattr(cast, person), day)
    assert found is not None
    return next(one for one in found.tiles if one.standard.number == "3.1")


def test_silence_is_shown_as_silence(place: Place, standard: Standard, cast: Cast) -> None:
    found = tile(place, cast)
    assert (found.weighed.sufficiency, found.judgement) == (Sufficiency.SILENT, None)


def test_every_source_is_read_where_it_lives_and_none_is_copied(
    place: Place, standard: Standard, cast: Cast, country: Country
) -> None:
    survey()
    forum = forums.forum(country.trust, cast.north_manager, NOW)
    said = forums.point(
        forums.meeting(forum, cast.north_manager, NOW), cast.north_manager, NOW,
        standards=[standard], place=country.trust,
    )  # fmt: skip
    concern = register.raise_concern(
        country.trust, cast.north_manager, NOW, standards=[standard], source="visit"
    )
    factories.self_rating(place, standard, "met", cast.director, NOW)
    items = queries.items(place, cast.north_manager, TODAY, "3.1")
    assert {one.kind for one in items} == {
        "national_survey", "forum", "concern", "self_assessment",
    }  # fmt: skip
    by_kind = {one.kind: one for one in items}
    assert (by_kind["concern"].voice, by_kind["concern"].direction) == ("visits", "short")
    assert concern.reference in by_kind["concern"].title
    assert by_kind["forum"].direction == "neither"
    assert by_kind["national_survey"].direction == "short"
    assert by_kind["national_survey"].more["cell"]["n"] == 60
    found = tile(place, cast)
    # Learners through survey and forum are one voice; with the visit and the provider three.
    assert found.weighed.voices == {"learner", "visits", "provider"}
    assert found.weighed.agreement is Agreement.DIFFER
    points.mark_practice(point=said, practice="Names on the board.", by=cast.north_manager, at=NOW)
    items = queries.items(place, cast.north_manager, TODAY, "3.1")
    assert next(one for one in items if one.kind == "forum").direction == "meets"


def test_the_columns_have_every_voice_silent_ones_too(
    place: Place, standard: Standard, cast: Cast
) -> None:
    factories.evidence(
        place, [standard], cast.north_manager, NOW, period_from=TODAY - timedelta(900),
        period_to=TODAY - timedelta(800),
    )  # fmt: skip
    columns = queries.columns(queries.items(place, cast.north_manager, TODAY, "3.1"), TODAY)
    assert [one.voice for one in columns] == [
        "learner", "educator", "provider", "visits", "regulator", "data",
    ]  # fmt: skip
    visits = next(one for one in columns if one.voice == "visits")
    assert (visits.is_fresh, visits.cells[0].is_fresh) == (False, False)
    assert sum(bool(one.cells) for one in columns) == 1
    assert tile(place, cast).weighed.sufficiency is Sufficiency.STALE


def test_nothing_is_inherited(
    place: Place, ward: Place, standard: Standard, cast: Cast, country: Country
) -> None:
    survey()
    factories.evidence(ward, [standard], cast.north_manager, NOW)
    assert tile(ward, cast).weighed.voices == {"visits"}
    assert tile(place, cast).weighed.voices == {"learner"}
    found = queries.room(place, cast.north_manager, TODAY)
    assert found is not None
    assert found.about_parts == 1
    programme = Place(Level.PROGRAMME, country.trust, programme=country.surgery)
    assert tile(programme, cast).weighed.voices == {"learner"}
    system = Place(Level.SYSTEM, country.north_icb)
    assert living.group_of(Place(Level.PROGRAMME, country.north, programme=country.surgery)) is None
    assert {one.kind for one in queries.items(system, cast.national, TODAY, "3.1")} == {
        "national_survey"
    }


def test_as_it_was_on_a_day(place: Place, standard: Standard, cast: Cast) -> None:
    first = factories.evidence(place, [standard], cast.north_manager, NOW)
    tomorrow = TODAY + timedelta(days=1)
    evidence.withdraw(
        evidence=first, reason="Wrong.", by=cast.north_manager, at=NOW + timedelta(days=1)
    )
    assert tile(place, cast, TODAY - timedelta(days=1)).weighed.sufficiency is Sufficiency.SILENT
    assert tile(place, cast, TODAY).weighed.voices == {"visits"}
    assert tile(place, cast, tomorrow).weighed.sufficiency is Sufficiency.SILENT
    assert queries.room(place, cast.north_manager, date(2020, 1, 1)) is None


def test_each_sees_the_room_as_far_as_they_may(
    place: Place, standard: Standard, cast: Cast, country: Country
) -> None:
    factories.evidence(place, [standard], cast.north_manager, NOW, audience="internal")
    register.raise_concern(country.trust, cast.north_manager, NOW, standards=[standard])
    assert tile(place, cast).weighed.voices == {"visits", "learner"}
    assert tile(place, cast, person="director").weighed.voices == set()


def test_what_does_not_apply_leaves_the_count(place: Place, standard: Standard, cast: Cast) -> None:
    applicable.set_aside(
        place=place, standard=standard, reason="No learners.", by=cast.director, at=NOW
    )
    found = queries.room(place, cast.north_manager, TODAY)
    assert found is not None
    assert [one.standard.number for one in found.tiles] == ["1.1", "1.2"]
    assert [one.number for one in found.set_aside] == ["3.1"]


def test_a_fact_of_no_standard_is_about_the_place(
    place: Place, standard: Standard, cast: Cast
) -> None:
    factories.fact(place, cast.north_manager, NOW)
    found = queries.room(place, cast.north_manager, TODAY)
    assert found is not None
    assert [one.fact for one in found.of_place] == ["Enhanced monitoring"]
    assert all(one.weighed.sufficiency is Sufficiency.SILENT for one in found.tiles)


def test_a_judgement_says_when_to_look_again(place: Place, standard: Standard, cast: Cast) -> None:
    cited = [
        factories.item(factories.evidence(place, [standard], cast.north_manager, NOW)),
        factories.item(factories.self_rating(place, standard, "met", cast.director, NOW)),
    ]
    factories.judgement(place, standard, cited, cast.north_manager, NOW)
    assert tile(place, cast).look_again == ""
    later = tile(place, cast, TODAY + timedelta(days=200))
    assert later.look_again == "Its review is due."


def test_every_colour_says_something() -> None:
    assert set(living.SAYS) == set(Colour)


def test_the_number_of_queries_does_not_grow(
    place: Place, standard: Standard, cast: Cast, country: Country, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def add(how_many: int) -> None:
        for _ in range(how_many):
            factories.evidence(place, [standard], cast.north_manager, NOW)
            register.raise_concern(country.trust, cast.north_manager, NOW, standards=[standard])

    survey()
    add(1)
    queries.room(place, cast.north_manager, TODAY)
    with CaptureQueriesContext(connection) as before:
        queries.room(place, cast.north_manager, TODAY)
    add(4)
    with django_assert_num_queries(len(before)):
        queries.room(place, cast.north_manager, TODAY)
    assert len(before) <= 26
