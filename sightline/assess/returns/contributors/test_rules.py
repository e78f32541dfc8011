from contextlib import nullcontext
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.assess.returns.contributors import rules

LAST = date(2027, 1, 15)


@given(st.dates(date(2027, 1, 1), date(2027, 2, 1)), st.booleans(), st.booleans())
def test_a_link_works_to_its_last_day_unless_it_was_ended_or_the_return_signed(
    day: date, is_ended: bool, is_signed: bool
) -> None:
    """And whoever comes too late is told that what they saved is not lost."""
    works = day <= LAST and not is_ended and not is_signed
    kept = pytest.raises(rules.LinkIsOver, match=r"saved before is kept|wrote before is in it")
    with nullcontext() if works else kept:
        rules.refuse_if_over(day, last=LAST, is_ended=is_ended, is_signed=is_signed)
