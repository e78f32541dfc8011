from __future__ import annotations

import numpy as np
import pytest

from sightline.stats.relations import compile_relations
from sightline.stats.suppression import Reason, Relation, protect


def test_a_small_group_takes_the_smallest_companion():
    mask = protect(np.array([60, 2, 25, 12, 21]), [Relation(0, [1, 2, 3, 4])], 3)
    assert mask.hidden.tolist() == [False, True, False, True, False]
    assert mask.primary.tolist() == [False, True, False, False, False]


def test_two_small_groups_that_are_enough_need_no_companion():
    mask = protect(np.array([40, 2, 3, 35]), [Relation(0, [1, 2, 3])], 5)
    assert mask.hidden.tolist() == [False, True, True, False]


def test_small_groups_that_together_are_below_the_minimum_need_one():
    mask = protect(np.array([39, 2, 2, 20, 15]), [Relation(0, [1, 2, 3, 4])], 5)
    assert mask.hidden.tolist() == [False, True, True, False, True]


def test_as_many_people_as_groups_would_be_one_each():
    mask = protect(np.array([33, 1, 1, 1, 10, 20]), [Relation(0, [1, 2, 3, 4, 5])], 3)
    assert mask.hidden.tolist() == [False, True, True, True, True, False]


def test_an_empty_group_is_hidden_and_protects_nobody():
    mask = protect(np.array([32, 0, 2, 30]), [Relation(0, [1, 2, 3])], 5)
    assert mask.hidden.tolist() == [False, True, True, True]
    assert [mask.explain(group) for group in range(4)] == [
        Reason.SHOWN,
        Reason.EMPTY,
        Reason.SMALL,
        Reason.COMPANION,
    ]


def test_empty_groups_alone_need_no_companion():
    mask = protect(np.array([32, 0, 0, 32]), [Relation(0, [1, 2, 3])], 5)
    assert mask.hidden.tolist() == [False, True, True, False]


def test_an_only_member_takes_its_total_along():
    relations = [Relation(0, [1, 2, 3]), Relation(1, [4]), Relation(2, [5, 6])]
    n = np.array([50, 9, 20, 21, 9, 10, 10])
    mask = protect(n, relations, 5, held_back=np.arange(7) == 4)
    # Not the smaller group 2: its own members would have to go with it.
    assert mask.hidden.tolist() == [False, True, False, True, True, False, False]
    assert mask.explain(4) == Reason.HELD_BACK
    assert mask.explain(1) == mask.explain(3) == Reason.COMPANION


def test_everything_inside_a_hidden_total_is_hidden():
    relations = [Relation(0, [1, 2]), Relation(1, [3, 4]), Relation(3, [5, 6])]
    n = np.array([50, 30, 20, 14, 16, 7, 7])
    mask = protect(n, relations, 5, held_back=np.arange(7) == 1)
    assert mask.hidden.tolist() == [False] + [True] * 6
    assert [mask.explain(group) for group in (2, 3, 4, 5)] == [
        Reason.COMPANION,
        Reason.INSIDE,
        Reason.INSIDE,
        Reason.INSIDE,
    ]


def test_a_remainder_is_protected_and_protects():
    sites = [Relation(0, [1, 2], has_remainder=True)]
    nobody_left = protect(np.array([20, 9, 11]), sites, 5)
    two_left = protect(np.array([22, 9, 11]), sites, 5)
    many_left = protect(np.array([29, 9, 11]), sites, 5)
    beside_a_small_one = protect(np.array([22, 2, 12]), sites, 5)
    assert nobody_left.hidden.tolist() == [False, False, False]
    assert two_left.hidden.tolist() == [False, True, False]
    assert many_left.hidden.tolist() == [False, False, False]
    assert beside_a_small_one.hidden.tolist() == [False, True, False]


def test_groups_without_relations_are_judged_alone():
    assert protect(np.array([0, 2, 5]), [], 3).hidden.tolist() == [True, True, False]
    assert protect(np.zeros((0, 4), dtype=int), [], 3).hidden.shape == (0, 4)


@pytest.mark.parametrize(
    ("n", "relations", "threshold"),
    [
        ([10, 4, 5], [Relation(0, [1, 2])], 3),
        ([10, 6, 5], [Relation(0, [1, 2], has_remainder=True)], 3),
        ([10, 4, 6], [Relation(0, [1, 3])], 3),
        ([10, 4, 6], [Relation(-1, [1, 2])], 3),
        ([10, 5, 5], [Relation(0, [1, 1])], 3),
        ([10, 5, 5], [Relation(0, [0, 1])], 3),
        ([10, -1, 11], [Relation(0, [1, 2])], 3),
        ([10, 4, 6], [Relation(0, [1, 2])], 1),
        ([10.0, 4.0, 6.0], [Relation(0, [1, 2])], 3),
        ([10, 4, 6], compile_relations(4, [Relation(0, [1, 2])]), 3),
    ],
)
def test_what_does_not_add_up_is_refused(n, relations, threshold):
    with pytest.raises(ValueError):
        protect(np.array(n), relations, threshold)
