from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.silence import rules
from sightline.listen.silence.rules import Kind

IN = datetime(2026, 11, 1, tzinfo=UTC)


@given(st.sets(st.sampled_from(Kind)))
def test_what_is_settled_is_not_silent_and_a_reply_alone_settles_nothing(kinds: set[Kind]) -> None:
    if rules.is_settled(kinds):
        assert not rules.is_silent(kinds)
    assert rules.is_settled(kinds - {Kind.REPLY}) == rules.is_settled(kinds)


def test_a_promise_kept_before_the_round_did_not_do_enough() -> None:
    begins = date(2026, 10, 1)
    before, after = date(2026, 3, 1), date(2026, 11, 1)
    assert rules.counts_for_round(agreed=before, kept=None, collected_from=begins)
    assert rules.counts_for_round(agreed=before, kept=after, collected_from=begins)
    assert rules.counts_for_round(agreed=after, kept=after, collected_from=begins)
    assert not rules.counts_for_round(agreed=before, kept=before, collected_from=begins)


def test_sixty_days() -> None:
    last = IN + timedelta(days=60)
    assert rules.in_time(last, results_in=IN)
    assert not rules.in_time(last + timedelta(seconds=1), results_in=IN)
    assert not rules.in_time(None, results_in=IN)
    assert not rules.is_due(results_in=IN, now=last)
    assert rules.is_due(results_in=IN, now=last + timedelta(seconds=1))


def test_the_middle_of_the_days() -> None:
    assert rules.median_days([3, 50, 4]) == 4
    assert rules.median_days([]) is None
