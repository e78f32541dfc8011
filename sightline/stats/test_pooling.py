import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.stats.pooling import pool_small

COUNTS = st.lists(st.integers(0, 40), max_size=12)


@given(COUNTS, st.integers(1, 12))
def test_no_shown_number_is_of_a_few_people_and_nobody_is_lost(counts, least):
    pooled = pool_small(counts, least)
    shown = [counts[at] for at in pooled.alone]
    if pooled.together:
        assert len(pooled.together) >= 2
        shown.append(sum(counts[at] for at in pooled.together))
    assert all(number == 0 or number >= least for number in shown)
    if pooled.is_shown:
        assert sum(shown) == sum(counts)
        assert sorted((*pooled.alone, *pooled.together)) == list(range(len(counts)))
    else:
        assert sum(counts) < least or not counts or len([c for c in counts if c]) == 1


@given(COUNTS, st.integers(1, 12))
def test_groups_that_are_large_enough_stay_apart_when_none_is_small(counts, least):
    large = [count + least for count in counts]
    assert pool_small(large, least).alone == tuple(range(len(large)))


def test_one_small_group_cannot_be_worked_out_from_the_whole():
    pooled = pool_small([20, 3, 9], 5)
    assert pooled.together == (1, 2)


@pytest.mark.parametrize(("counts", "least"), [([-1], 5), ([3], 0)])
def test_what_is_no_count_is_refused(counts, least):
    with pytest.raises(ValueError):
        pool_small(counts, least)
