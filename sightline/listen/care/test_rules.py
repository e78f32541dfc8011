from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.base.working_days import is_working_day
from sightline.listen.care import rules
from sightline.listen.care.rules import CannotDo

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 3), date(2026, 10, 5)),  # 3 October is a Saturday
        (date(2026, 9, 8), date(2026, 10, 8)),
        (date(2027, 1, 31), date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, a weekend and a day in lieu
        (date(2026, 12, 15), date(2027, 1, 15)),
    ],
)
def test_the_answer_is_due_in_a_month(received: date, due: date) -> None:
    assert rules.due_date(received) == due


@given(DAYS)
def test_it_is_due_on_a_working_day_not_before_a_month_has_passed(received: date) -> None:
    due = rules.due_date(received)
    assert is_working_day(due)
    assert timedelta(days=28) <= due - received <= timedelta(days=38)


@given(DAYS, DAYS)
def test_who_asks_later_is_not_due_earlier(one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert rules.due_date(earlier) <= rules.due_date(later)


def test_days_that_are_slips_are_refused() -> None:
    today = date(2026, 11, 24)
    rules.refuse_unless_received(today, today)
    for wrong, said in ((today + timedelta(days=1), "past"), (date(2025, 1, 1), "year ago")):
        with pytest.raises(CannotDo, match=said):
            rules.refuse_unless_received(wrong, today)


@pytest.mark.parametrize(
    ("outcome", "because", "identity_open", "said"),
    [
        ("refused", "", False, "why the request is refused"),
        ("given", "task", False, "only when"),
        ("given", "", True, "Nobody has checked"),
        ("erased", "", True, "Nobody has checked"),
    ],
)
def test_how_a_request_cannot_end(
    outcome: str, because: str, identity_open: bool, said: str
) -> None:
    with pytest.raises(CannotDo, match=said):
        rules.refuse_to_finish(outcome, because, identity_open=identity_open)


def test_how_a_request_can_end() -> None:
    rules.refuse_to_finish("refused", "identity", identity_open=True)
    rules.refuse_to_finish("withdrawn", "", identity_open=True)
    rules.refuse_to_finish("partly", "", identity_open=False)
