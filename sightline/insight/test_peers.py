"""Like with like: which groups a place may be compared with, and which is the usual one."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.insight.peers import ENOUGH, FEWEST, Place, With, offered, size_of, usual
from sightline.results.levels import GroupKey, Level


def place(number: int, *, answers: int = 50, type: str = "acute", region: str = "N") -> Place:
    key = GroupKey(Level.PROVIDER, f"Z{number:03}")
    kinds = {"acute": "acute trusts", "ambulance": "ambulance trusts"}
    return Place(key, answers, type, kinds.get(type, ""), region, "the North")


def many(count: int, **fields: Any) -> list[Place]:
    return [place(at, answers=10 * at + 10, **fields) for at in range(count)]


def test_the_usual_group_is_of_the_same_kind_and_size():
    places = many(36)
    groups = offered(places[-1], places, "providers")
    assert groups[0].rule is With.ALIKE
    assert groups[0].name == "12 large acute trusts"
    assert usual(groups) == groups[0]


def test_where_there_are_few_of_a_size_all_of_the_kind_are_the_usual_group():
    places = many(18)
    found = usual(offered(places[0], places, "providers"))
    assert found is not None
    assert (found.rule, found.name) == (With.TYPE, "18 acute trusts")


def test_a_group_that_could_single_out_a_place_is_not_offered():
    ambulance = [place(900 + at, type="ambulance") for at in range(3)]
    places = many(20) + ambulance
    names = [one.name for one in offered(ambulance[0], places, "providers")]
    assert not any("ambulance" in name for name in names)
    assert usual(offered(ambulance[0], ambulance, "providers")) is None


def test_the_same_group_is_offered_once():
    places = many(20)
    names = [one.name for one in offered(places[0], places, "providers")]
    assert "20 acute trusts" in names
    assert "20 acute trusts in the North" not in names


PLACES = st.lists(
    st.builds(
        place,
        st.integers(0, 999),
        answers=st.integers(5, 400),
        type=st.sampled_from(["acute", "ambulance", ""]),
        region=st.sampled_from(["N", "S", ""]),
    ),
    min_size=1,
    max_size=60,
    unique_by=lambda one: one.key,
)


@settings(max_examples=80, deadline=None)
@given(PLACES)
def test_every_group_holds_the_place_and_enough_others(places):
    own = places[0]
    groups = offered(own, places, "providers")
    for group in groups:
        assert own.key in group.keys
        assert len(set(group.keys)) == len(group.keys) >= FEWEST
        assert group.name.startswith(f"{len(group.keys)} ")
    chosen = usual(groups)
    if any(len(one.keys) >= ENOUGH for one in groups):
        assert chosen is not None
        assert len(chosen.keys) >= ENOUGH
    assert (chosen is None) == (not groups)
    assert 0 <= size_of(own, places) <= 2
