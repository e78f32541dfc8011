from hypothesis import given
from hypothesis import strategies as st

from sightline.govern.framework import rules

PAIRS = st.frozensets(st.tuples(st.integers(1, 6), st.integers(10, 14)), max_size=12)
FOLLOWS = st.dictionaries(
    st.integers(10, 14), st.frozensets(st.integers(20, 24), max_size=3), max_size=5
)


@given(PAIRS, PAIRS, FOLLOWS, st.frozensets(st.integers(10, 14)))
def test_what_is_proposed_is_added_once_and_nothing_else(
    named: frozenset[rules.Pair],
    held: frozenset[rules.Pair],
    follows: dict[int, frozenset[int]],
    undecided: frozenset[int],
) -> None:
    found = rules.propose(named, held, follows, undecided)
    # Done, there is nothing left to propose.
    assert not rules.propose(named, held | found.additions, follows, undecided).additions
    assert not found.additions & held
    for record, new in found.additions:
        assert any(one == record and new in follows.get(old, ()) for one, old in named)
    for record, old in named:
        assert follows.get(old, frozenset()) <= {
            new for one, new in found.additions | held if one == record
        }
        assert (old not in undecided) or record in found.waiting
