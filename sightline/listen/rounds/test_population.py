from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.conftest import Cast, Country
from sightline.listen.rounds import population
from sightline.listen.rounds.actions import Sampling
from sightline.listen.rounds.factories import make_round
from sightline.listen.rounds.models import Collection
from sightline.listen.rounds.population import Cell

TRUST = Cell("ZN001", "CST", "MED", "QN1", "YN1")


@pytest.mark.django_db
def test_a_cell_knows_where_its_provider_lies(country: Country) -> None:
    assert Cell.at(country.trust, "CST", "MED") == TRUST


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "inside"),
    [
        ({}, True),
        ({"organisations": ["YN1"]}, True),
        ({"organisations": ["QN1", "ZS001"]}, True),
        ({"organisations": ["YS1"]}, False),
        ({"programmes": ["CST"], "professions": ["MED"]}, True),
        ({"programmes": ["NADULT"]}, False),
        ({"organisations": ["ZN001"], "professions": ["NUR"]}, False),
    ],
)
def test_who_is_in(cast: Cast, who: dict[str, list[str]], inside: bool) -> None:
    assert population.who_is_in(make_round(cast.national, who=who), TRUST) is inside


@pytest.mark.django_db
def test_nobody_outside_the_place_is_in(cast: Cast, country: Country) -> None:
    collection = make_round(cast.national, place=country.north)
    assert population.who_is_in(collection, TRUST)
    assert not population.who_is_in(collection, Cell("ZS001", region="YS1"))


@pytest.mark.django_db
def test_of_somebody_whose_programme_is_not_known_a_named_one_is_not_assumed(cast: Cast) -> None:
    collection = make_round(cast.national, who={"programmes": ["CST"]})
    assert not population.who_is_in(collection, Cell("ZN001"))


def drawn_from(kind: str, size: int, by: str = "", seed: int = 7) -> Collection:
    return Collection(population={}, sampling=kind, sample_size=size, quota_by=by, sample_seed=seed)


PEOPLE = st.lists(
    st.tuples(
        st.text(min_size=1, max_size=8),
        st.builds(Cell, st.sampled_from(["A", "B", "C"]), region=st.sampled_from(["N", "S"])),
    ),
    max_size=40,
    unique_by=lambda one: one[0].strip().casefold(),
)


@given(PEOPLE, st.integers(1, 10), st.randoms())
def test_a_draw_has_its_size_and_does_not_depend_on_the_order(
    people: list[tuple[str, Cell]], size: int, random: Random
) -> None:
    collection = drawn_from("random", size)
    drawn = population.sample(collection, people)
    assert len(drawn) == min(size, len(people))
    again = list(people)
    random.shuffle(again)
    assert {again[at] for at in population.sample(collection, again)} == {
        people[at] for at in drawn
    }


@given(PEOPLE, st.integers(1, 5))
def test_a_quota_is_kept_in_every_group(people: list[tuple[str, Cell]], size: int) -> None:
    drawn = population.sample(drawn_from("quota", size, "region"), people)
    for region in ("N", "S"):
        there = sum(cell.region == region for _, cell in people)
        assert sum(people[at][1].region == region for at in drawn) == min(size, there)


def test_another_seed_draws_others() -> None:
    people = [(f"person {number}", Cell("A")) for number in range(200)]
    first = population.sample(drawn_from("random", 20), people)
    assert first == population.sample(drawn_from("random", 20), people)
    assert first != population.sample(drawn_from("random", 20, seed=8), people)


@pytest.mark.django_db
def test_the_seed_is_recorded(cast: Cast) -> None:
    assert make_round(cast.national, sampling=Sampling("random", 50)).sample_seed is not None
    assert make_round(cast.national).sample_seed is None
