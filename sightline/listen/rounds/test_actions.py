from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast, Country
from sightline.listen.rounds import actions
from sightline.listen.rounds.factories import make_round, make_version, open_round
from sightline.listen.rounds.models import Collection
from sightline.results.models import Measure
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=20)


@pytest.fixture(autouse=True)
def _framework(framework: object) -> None:
    """Items bear on standards of a framework in force."""


def test_a_round_goes_from_prepared_to_open_to_closed_and_says_so_in_the_trail(cast: Cast) -> None:
    by = cast.national
    collection = make_round(by)
    assert collection.state == "draft"
    assert collection.round.label == "November 2026"
    collection = actions.open_(collection=collection, by=by, at=NOW)
    assert (collection.state, collection.opened_at) == ("open", NOW)
    collection = actions.close(collection=collection, by=None, at=LATER)
    assert (collection.state, collection.closed_at) == ("closed", LATER)
    lines = Entry.objects.filter(subject_type="listen.collection").values_list("action", flat=True)
    assert sorted(lines) == [f"listen.rounds.{verb}" for verb in ("close", "make", "open")]


def test_opening_registers_what_the_version_asks_with_standards(cast: Cast) -> None:
    collection = open_round(cast.national)
    measures = Measure.objects.filter(survey=collection.round.survey.code)
    assert [one.kind for one in measures] == ["theme", "item", "item"]
    item = measures.get(position=1)
    assert item.wording == "Somebody suitable was there."
    assert item.series == 1
    assert [one.number for one in item.standards.all()] == ["3.1"]
    assert [one["score"] for one in item.scale] == [100, 75, 50, 25, 0]


def test_a_closed_round_is_not_opened_again(cast: Cast) -> None:
    by = cast.national
    collection = actions.close(collection=open_round(by), by=by, at=LATER)
    with pytest.raises(actions.CannotOpen, match="not opened again"):
        actions.open_(collection=collection, by=by, at=LATER)
    with pytest.raises(actions.CannotMake, match="not opened again"):
        actions.move_the_end(
            collection=collection, closes_at=LATER + timedelta(days=9), by=by, at=LATER
        )
    with pytest.raises(actions.CannotClose, match="closed already"):
        actions.close(collection=collection, by=by, at=LATER)


def test_a_round_does_not_open_without_a_notice_nor_from_a_draft(cast: Cast) -> None:
    by = cast.national
    bare = make_round(by, notice=None)
    with pytest.raises(actions.CannotOpen, match="privacy notice"):
        actions.open_(collection=bare, by=by, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Collection.objects.filter(pk=bare.pk).update(state="open", opened_at=NOW)
    draft = make_round(by, make_version(by, published=False))
    with pytest.raises(actions.CannotOpen, match="still a draft"):
        actions.open_(collection=draft, by=by, at=NOW)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"opens_at": LATER, "closes_at": NOW + timedelta(5)}, "before it opens"),
        ({"opens_at": NOW - timedelta(9), "closes_at": NOW - timedelta(5)}, "in the past"),
        ({"closes_at": NOW + timedelta(days=500)}, "400 days"),
        ({"sampling": actions.Sampling("random")}, "how many"),
        ({"sampling": actions.Sampling("quota", 5)}, "which groups"),
        ({"who": {"organisations": ["NOWHERE"]}}, "no organisation with the code NOWHERE"),
        ({"who": {"programmes": ["XX"]}}, "no programme with the code XX"),
        ({"name": " "}, "a name"),
    ],
)
def test_what_cannot_be_made_is_refused_in_a_sentence(
    cast: Cast, fields: dict[str, Any], why: str
) -> None:
    with pytest.raises(actions.CannotMake, match=why):
        make_round(cast.national, **fields)
    assert not Collection.objects.exists()


def test_a_survey_has_one_round_a_year(cast: Cast) -> None:
    by = cast.national
    first = make_round(by)
    with pytest.raises(actions.CannotMake, match="has a round for 2026 already"):
        make_round(by, survey=first.round.survey)


def test_a_regional_manager_runs_rounds_in_the_own_region_only(
    cast: Cast, country: Country
) -> None:
    by = cast.north_manager
    own = make_round(by, place=country.north, who={"organisations": ["ZN001", "QN2"]})
    assert own.population["organisations"] == ["QN2", "ZN001"]
    actions.open_(collection=own, by=by, at=NOW)
    for place in (country.south, country.southern_trust, None):
        with pytest.raises(NotPermitted):
            make_round(by, place=place)
    with pytest.raises(NotPermitted):
        actions.close(collection=own, by=cast.south_manager, at=NOW)
    with pytest.raises(actions.CannotMake, match="Calverton Hospitals is not in North"):
        make_round(by, place=country.north, who={"organisations": ["ZS001"]})
    for stranger in (cast.director, cast.learner, cast.administrator):
        with pytest.raises(NotPermitted):
            make_round(stranger, make_version(by), place=country.trust)


def test_who_sees_a_round_is_who_is_there_or_below(cast: Cast, country: Country) -> None:
    national = make_round(cast.national)
    north = make_round(cast.national, place=country.north)
    trust = make_round(cast.national, place=country.trust)

    def seen(name: str) -> set[Collection]:
        return set(Collection.objects.visible_to(getattr(cast, name)))

    assert seen("national") == seen("north_manager") == {national, north, trust}
    assert seen("director") == seen("icb_lead") == {national, north, trust}
    assert seen("south_manager") == seen("other_director") == {national}
    assert seen("learner") == set()


def test_a_round_that_was_scheduled_opens_when_its_time_comes(cast: Cast) -> None:
    by = cast.national
    then = NOW + timedelta(days=3)
    collection = actions.schedule(collection=make_round(by, opens_at=then), by=by, at=NOW)
    untold = make_round(by, opens_at=then)
    assert actions.open_due(by=None, at=then - timedelta(minutes=1)) == []
    assert actions.open_due(by=None, at=then) == [collection]
    assert actions.open_due(by=None, at=then) == []
    collection.refresh_from_db()
    untold.refresh_from_db()
    assert (collection.state, collection.opened_at, untold.state) == ("open", then, "draft")


def test_one_that_cannot_open_by_itself_says_why_and_is_not_tried_again(cast: Cast) -> None:
    by = cast.national
    collection = actions.schedule(collection=make_round(by), by=by, at=NOW)
    late = collection.closes_at + timedelta(days=1)
    assert actions.open_due(by=None, at=late) == []
    collection.refresh_from_db()
    assert collection.scheduled_at is None
    assert "Its last day has passed" in Entry.objects.get(action="listen.rounds.open_due").summary


def test_the_end_can_be_moved_while_it_runs(cast: Cast) -> None:
    by = cast.national
    collection = open_round(by)
    moved = actions.move_the_end(collection=collection, closes_at=LATER, by=by, at=NOW)
    assert moved.closes_at == LATER
    assert moved.round.collected_to == LATER.date()
    with pytest.raises(actions.CannotMake, match="in the future"):
        actions.move_the_end(collection=collection, closes_at=NOW, by=by, at=LATER)
