from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.base import working_days


def test_five_working_days_over_easter_pass_both_bank_holidays() -> None:
    # Good Friday 3 April 2026, Easter Monday 6 April 2026.
    assert working_days.add_working_days(date(2026, 4, 1), 5) == date(2026, 4, 10)


def test_christmas_is_not_a_working_day() -> None:
    assert not working_days.is_working_day(date(2026, 12, 25))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_adding_and_counting_agree(day: date, number: int) -> None:
    end = working_days.add_working_days(day, number)
    assert working_days.working_days_between(day, end) == number


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        working_days.add_working_days(date(2026, 1, 1), -1)
