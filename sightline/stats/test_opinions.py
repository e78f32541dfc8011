import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.stats.opinions import (
    LEAST_IN_GROUP,
    Tally,
    leaning,
    opinion_groups,
    shown_groups,
    tally,
)

VOTES = st.integers(0, 30)
TALLIES = st.lists(st.builds(Tally, VOTES, VOTES, VOTES), min_size=2, max_size=5)


def camps(sizes, statements=8, noise=0.1, seed=1):
    """People in camps that vote in opposite ways, some of the votes at random."""
    random = np.random.default_rng(seed)
    patterns = [[1, 1], [-1, -1], [1, -1]]
    rows = []
    for camp, size in enumerate(sizes):
        own = np.resize(patterns[camp], statements).astype(float)
        for _ in range(size):
            flipped = random.random(statements) < noise
            rows.append(np.where(flipped, random.integers(-1, 2, statements), own))
    return np.array(rows)


@pytest.mark.parametrize("sizes", [(20, 15), (30, 20, 12)])
def test_camps_are_found_again(sizes):
    found = opinion_groups(camps(sizes))
    assert found.count == len(sizes)
    assert sorted(np.bincount(found.labels), reverse=True) == sorted(sizes, reverse=True)


def test_the_order_of_people_does_not_matter():
    votes = camps((22, 16), noise=0.3)
    mixed = np.random.default_rng(3).permutation(len(votes))
    assert (
        opinion_groups(votes[mixed]).labels.tolist() == opinion_groups(votes).labels[mixed].tolist()
    )


def test_a_small_camp_joins_the_nearest():
    found = opinion_groups(camps((25, 20, 4), noise=0.05))
    assert found.count == 2
    assert np.bincount(found.labels).sum() == 49


@pytest.mark.parametrize(
    "votes",
    [np.ones((40, 5)), np.full((40, 5), np.nan), np.ones((40, 0)), camps((9, 9)), np.ones((1, 2))],
)
def test_where_nobody_can_be_told_apart_there_is_one_group(votes):
    found = opinion_groups(votes)
    assert found.count == 1
    assert set(found.labels.tolist()) <= {0}
    assert np.isnan(found.apart)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 50), st.integers(1, 5))
def test_no_group_is_small_whatever_the_votes(seed, people, statements):
    random = np.random.default_rng(seed)
    votes = random.choice([1.0, 0.0, -1.0, np.nan], size=(people, statements))
    found = opinion_groups(votes)
    sizes = np.bincount(found.labels)
    assert len(sizes) == found.count
    assert found.count == 1 or sizes.min() >= LEAST_IN_GROUP
    assert sizes.tolist() == sorted(sizes, reverse=True)


@pytest.mark.parametrize("votes", [[1, 0], [[2, 0]], [[0.5]]])
def test_what_is_no_vote_is_refused(votes):
    with pytest.raises(ValueError):
        opinion_groups(votes)


@given(TALLIES, st.integers(1, 20))
def test_nothing_hidden_can_be_worked_out_from_the_total(tallies, least):
    shown = shown_groups(tallies, least)
    hidden = [one for one, is_shown in zip(tallies, shown, strict=True) if not is_shown]
    assert all(one.votes >= least for one, is_shown in zip(tallies, shown, strict=True) if is_shown)
    if hidden and any(shown):
        assert len(hidden) >= 2
        assert sum(one.votes for one in hidden) >= least


def test_what_everybody_said_is_not_split():
    assert shown_groups([Tally(20, 0, 0), Tally(15, 0, 0)]) == [False, False]


@given(st.lists(st.sampled_from([1.0, 0.0, -1.0, np.nan]), max_size=40))
def test_every_vote_is_counted_once(column):
    counted = tally(column)
    assert counted.votes == sum(not np.isnan(one) for one in column)


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([Tally(9, 1, 0), Tally(8, 1, 1)], "shared"),
        ([Tally(1, 9, 0), Tally(0, 8, 2)], "rejected"),
        ([Tally(9, 1, 0), Tally(4, 6, 0)], "dividing"),
        ([Tally(5, 5, 0), Tally(4, 6, 0)], "mixed"),
        ([], "mixed"),
    ],
)
def test_what_a_statement_does(groups, expected):
    assert leaning(Tally(12, 12, 0), groups) == expected
