"""Numbers that follow from a network of sums are those that follow from its algebra."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.stats.determined import determined
from sightline.stats.network import Graph
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
