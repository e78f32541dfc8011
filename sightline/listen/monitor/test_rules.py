from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.monitor import rules

groups = st.integers(0, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(groups)
def test_a_rate_is_a_step_and_never_too_high(group: tuple[int, int]) -> None:
    completed, expected = group
    found = rules.rate(completed, expected)
    if expected < rules.LEAST_EXPECTED:
        assert found is None
        return
    assert found is not None
    assert found % 5 == 0
    assert 0 <= found <= 100 * completed / expected


@given(groups)
def test_one_answer_more_is_seen_only_when_it_makes_five(group: tuple[int, int]) -> None:
    completed, expected = group
    if completed < expected and (completed + 1) % 5:
        assert rules.rate(completed, expected) == rules.rate(completed + 1, expected)


def test_examples() -> None:
    assert rules.rate(9, 9) is None
    assert rules.rate(4, 10) == 0
    assert rules.rate(5, 10) == 50
    assert rules.rate(10, 10) == 100
    assert rules.rate(13, 40) == 25
