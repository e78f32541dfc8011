"""Numbers that follow from a network of sums are those that follow from its algebra."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.stats.determined import determined
from sightline.stats.network import Graph, Growing, bridges_of_few
from sightline.stats.relations import Relation, compile_relations


def parts(draw, parent, first):
    """A relation of one to three new groups below the parent, and the next free group."""
    many = draw(st.integers(1, 3))
    return Relation(parent, range(first, first + many)), first + many


@st.composite
def crossed(draw):
    """A country of places with parts of their own, crossed with programmes in professions."""
    relations = [Relation(0, [1, 2])]
    places, free = [1, 2], 3
    for place in list(places):
        if draw(st.booleans()):
            relation, free = parts(draw, place, free)
            relations.append(relation)
            places[places.index(place)] = free - 1
    for place in places:
        if draw(st.booleans()):
            relation, free = parts(draw, place, free)
            relations.append(relation)  # sites: members of nothing else
    professions = [free, free + 1]
    programmes = [free + 2, free + 3, free + 4]
    relations += [
        Relation(0, professions),
        Relation(professions[0], programmes[:2]),
        Relation(professions[1], programmes[2:]),
    ]
    free += 5
    at = {}
    for place in places:
        wide = free, free + 1
        free += 2
        relations.append(Relation(place, wide))
        for programme in programmes:
            at[place, programme] = free
            free += 1
        relations.append(Relation(wide[0], [at[place, one] for one in programmes[:2]]))
        relations.append(Relation(wide[1], [at[place, programmes[2]]]))
        for which in (0, 1):
            at[place, professions[which]] = wide[which]
    for programme in programmes:
        relations.append(Relation(programme, [at[place, programme] for place in places]))
    for profession in professions:
        members = [at[place, profession] for place in places]
        relations.append(Relation(profession, members, implied=True))
    hidden = draw(st.lists(st.booleans(), min_size=free, max_size=free))
    return free, relations, np.array(hidden)


@settings(max_examples=150, deadline=None)
@given(crossed())
def test_agrees_with_the_algebra(country):
    groups, relations, hidden = country
    structure = compile_relations(groups, relations)
    unknown = np.flatnonzero(hidden)
    found = np.zeros(groups, dtype=bool)
    found[unknown] = determined(structure.by_unknown[:, unknown].tocsr())
    assert structure.network is not None
    assert structure.network.determined(hidden).tolist() == found.tolist()


def by_taking_away(one, two, places):
    """A way is a bridge when without it its ends are apart."""

    def joined(ways):
        of = list(range(places))
        for way in ways:
            a, b = of[one[way]], of[two[way]]
            of = [a if each == b else each for each in of]
        return of

    found = []
    for way in range(len(one)):
        of = joined([other for other in range(len(one)) if other != way])
        found.append(of[one[way]] != of[two[way]])
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14))
def test_a_bridge_keeps_its_ends_together(ways):
    one = np.array([way[0] for way in ways], dtype=np.int64)
    two = np.array([way[1] for way in ways], dtype=np.int64)
    found = Graph(one, two, 8).bridges(np.ones(len(ways), dtype=bool))
    assert found.tolist() == by_taking_away(one, two, 8)


def test_what_is_crossed_three_ways_is_no_network():
    cube = [Relation(0, [1, 2]), Relation(3, [1, 4]), Relation(5, [1, 6]), Relation(7, [2, 4, 6])]
    assert compile_relations(8, cube).network is None


def test_sums_that_cannot_be_turned_to_flow_are_no_network():
    odd = [Relation(3, [0, 1]), Relation(4, [1, 2]), Relation(5, [0, 2])]
    assert compile_relations(6, odd).network is None


def test_a_sum_that_does_not_follow_is_not_called_implied():
    with pytest.raises(ValueError, match="does not"):
        compile_relations(5, [Relation(0, [1, 2]), Relation(3, [2, 4], implied=True)])


@given(st.integers(0, 2**32 - 1), st.integers(2, 12), st.integers(1, 40))
def test_a_growing_network_has_the_bridges_of_one_that_is_looked_at_anew(seed, places, ways):
    rng = np.random.default_rng(seed)
    graph = Graph(rng.integers(0, places, ways), rng.integers(0, places, ways), places)
    growing, use = Growing(graph), rng.random(ways) < 0.3
    for _ in range(5):
        assert growing.bridges(use).tolist() == graph.bridges(use).tolist()
        none = np.zeros(0, dtype=np.int64)
        rings, anew = growing.components(none, none), graph.components(use & ~graph.bridges(use))
        assert ((rings[:, None] == rings) == (anew[:, None] == anew)).all()
        # Now and then one that was used is not any more.
        use = (use | (rng.random(ways) < 0.2)) & (rng.random(ways) < 0.98)


@given(st.integers(0, 2**32 - 1), st.integers(2, 9), st.integers(0, 25))
def test_bridges_of_a_few_ways_are_the_bridges(seed, places, ways):
    rng = np.random.default_rng(seed)
    one, two = rng.integers(0, places, (2, ways))
    every = Graph(one, two, places).bridges(np.ones(ways, dtype=bool))
    assert bridges_of_few(one, two).tolist() == every.tolist()
