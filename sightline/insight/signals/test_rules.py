from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.insight.signals import limits, rules
from sightline.insight.signals.rules import Basis
from sightline.insight.signals.words import Kind

CODES = st.lists(st.sampled_from(["LS01", "LS02", "LS03", "voice"]), unique=True).map(tuple)
BASES = st.builds(Basis, st.sampled_from(["2024", "2025", "2026"]), CODES)


@given(BASES, st.lists(BASES, max_size=4))
def test_what_somebody_dealt_with_comes_back_only_when_it_changed(
    now: Basis, ended: list[Basis]
) -> None:
    found = rules.has_changed(now, ended)
    if not ended:
        assert found
    # The same, or a part of it in the same round, is never new.
    if any(one.when == now.when and set(now.what) <= set(one.what) for one in ended):
        assert not found
    # A later round than all of them is always new, an older one never.
    if ended and all(now.when > one.when for one in ended):
        assert found
    if any(now.when < one.when for one in ended):
        assert not found
    # Once it has been dealt with as well, it is new no more.
    assert not rules.has_changed(now, [*ended, now])


def test_what_is_new_and_what_is_not() -> None:
    ended = [Basis("2026", ("LS01", "LS02"))]
    assert not rules.has_changed(Basis("2026", ("LS02",)), ended)
    assert rules.has_changed(Basis("2026", ("LS02", "LS03")), ended)
    assert rules.has_changed(Basis("2027", ("LS02",)), ended)
    assert not rules.has_changed(Basis("2025", ("LS09",)), ended)


@given(BASES, BASES)
def test_a_basis_has_one_short_name(one: Basis, other: Basis) -> None:
    same = one.when == other.when and set(one.what) == set(other.what)
    assert (one.key == other.key) is same
    assert len(one.key) <= 40


def test_once_a_night() -> None:
    night = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    assert rules.is_due(None, night)
    assert not rules.is_due(None, night.replace(hour=1))
    assert not rules.is_due(night, night.replace(hour=23))
    assert rules.is_due(night, night.replace(day=25))


@pytest.mark.parametrize(
    ("how", "reason", "has_ended", "words"),
    [
        ("explained", "A ward closed in the spring.", False, ""),
        ("aside", " ", False, "Say why nothing will be done, in a sentence that others can judge."),
        ("aside", "x", False, "in a sentence that others can judge."),
        ("explained", f"x{' ' * 30}", False, "Say what explains it, in a sentence"),
        ("raised", "No concern named.", False, "Choose how"),
        ("explained", "Too late.", True, "already"),
    ],
)
def test_how_a_signal_ends_without_a_concern(
    how: str, reason: str, has_ended: bool, words: str
) -> None:
    refused = rules.why_not_end(how=how, reason=reason, has_ended=has_ended)
    assert words in refused
    assert bool(words) is bool(refused)


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_share_found_useful_lies_in_its_interval(one: int, other: int) -> None:
    useful, ended = sorted((one, other))
    found = rules.precision(useful, ended, 10)
    if ended < 10:
        assert (found.share, found.low, found.high) == (None, None, None)
        return
    assert found.share is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.share <= found.high <= 100


def test_every_kind_has_its_limits_and_strict_ones() -> None:
    for kind in Kind:
        limit = limits.of(kind)
        assert limit.rate <= 0.01
        # However much is looked at, no more false alarms are to be expected than the file says.
        if limit.most is not None:
            assert limit.rate_of(1_000_000) * 1_000_000 == pytest.approx(limit.most)
    assert limits.fewest_to_say() >= 10
