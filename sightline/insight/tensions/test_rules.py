from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.insight.tensions import rules
from sightline.insight.tensions.words import How

#: As often about as many groups as are enough as any other number.
SCORES = st.one_of(
    *(st.lists(st.floats(0, 100), min_size=least, max_size=most) for least, most in (
        (9, 9), (10, 10), (0, 60),
    ))
)  # fmt: skip


@given(SCORES)
def test_a_tenth_is_a_tenth(scores: list[float]) -> None:
    low, high = rules.lowest_tenth(scores), rules.highest_tenth(scores)
    if len(scores) < 10:
        assert (low, high) == (None, None)
        return
    assert low is not None
    assert high is not None
    tenth = len(scores) // 10
    assert sum(one < low for one in scores) < tenth <= sum(one <= low for one in scores)
    assert sum(one > high for one in scores) < tenth <= sum(one >= high for one in scores)


def test_a_concern_counts_only_after_the_visit() -> None:
    assert rules.opened_since(date(2026, 3, 1), date(2026, 3, 2))
    assert not rules.opened_since(date(2026, 3, 1), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("categories", "quiet"), [([], True), ([None], True), ([0, None], True), ([0, 1], False)]
)
def test_our_register_says_nothing(categories: list[int | None], quiet: bool) -> None:
    assert rules.is_ours_quiet(categories) is quiet


def test_once_a_night() -> None:
    night = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    assert rules.is_due(None, night)
    assert not rules.is_due(None, night.replace(hour=1))
    assert not rules.is_due(night, night.replace(hour=23))
    assert rules.is_due(night, night.replace(day=25))


@pytest.mark.parametrize(
    ("how", "reason", "judged", "words"),
    [
        ("accepted", "Both hold.", False, ""),
        ("accepted", " ", False, "Give the reason"),
        ("ignored", "No.", False, "Choose how"),
        ("judged", "Seen.", False, "Judge it in the Standards Room first"),
        ("judged", "Seen.", True, ""),
        ("review", "Look.", False, ""),
    ],
)
def test_how_a_tension_ends(how: str, reason: str, judged: bool, words: str) -> None:
    refused = rules.why_not_end(how=how, reason=reason, has_judgement=judged)
    assert words in refused
    assert bool(words) is bool(refused)


def test_the_share_found_useful() -> None:
    assert rules.share_useful(0, 0) is None
    assert rules.share_useful(1, 3) == 33.3


DATES = st.dates(date(2026, 1, 1), date(2026, 3, 1))


@given(DATES, DATES)
def test_what_opened_before_a_visit_ended_does_not_contradict_it(ended: date, raised: date) -> None:
    assert rules.opened_since(ended, raised) is ((raised - ended).days > 0)


@given(st.lists(st.none() | st.integers(0, 4)), st.none() | st.integers(0, 4))
def test_our_register_is_quiet_only_while_no_concern_is_above_0(
    categories: list[int | None], more: int | None
) -> None:
    quiet = rules.is_ours_quiet(categories)
    assert quiet is all(one in (None, 0) for one in categories)
    assert rules.is_ours_quiet([*categories, more]) is (quiet and more in (None, 0))


@given(
    st.sampled_from(["", "ignored", "gone", *How.values]),
    st.sampled_from(["", " ", "\n", "Seen."]),
    st.booleans(),
)
def test_a_tension_ends_in_one_of_four_ways_and_for_a_reason(
    how: str, reason: str, has_judgement: bool
) -> None:
    may = not rules.why_not_end(how=how, reason=reason, has_judgement=has_judgement)
    known = how in ("accepted", "explained", "judged", "review")
    assert may == (known and bool(reason.strip()) and (how != "judged" or has_judgement))
    assert len(How) == 4


@given(st.lists(st.booleans(), min_size=1))
def test_the_share_found_useful_grows_with_what_was_useful_only(useful: list[bool]) -> None:
    share = rules.share_useful(sum(useful), len(useful))
    assert share is not None
    assert 0 <= share <= 100
    assert (share == 100) is all(useful) or len(useful) > 1000
    with_one = rules.share_useful(sum(useful) + 1, len(useful) + 1)
    without = rules.share_useful(sum(useful), len(useful) + 1)
    assert with_one is not None
    assert without is not None
    assert without <= share <= with_one
