from __future__ import annotations

from calendar import day_name
from datetime import UTC, date, datetime, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.invitations import policy

RULE = policy.policy_on(date(2026, 11, 24))


def test_the_rule_is_data_and_the_newest_that_has_begun_holds() -> None:
    rules = policy.read(
        """
- {from: 2026-04-01, most_messages: 2, within_days: 14, quiet_from: "18:00",
   quiet_until: "09:00", quiet_weekdays: [saturday, sunday], quiet_bank_holidays: false}
- {from: 2024-04-01, most_messages: 3, within_days: 30, quiet_from: "18:30",
   quiet_until: "08:30", quiet_weekdays: [sunday], quiet_bank_holidays: true}
"""
    )
    assert [rule.most_messages for rule in rules] == [3, 2]
    assert rules[1].quiet_days == "Saturdays and Sundays"
    assert (RULE.most_messages, RULE.within_days) == (3, 30)
    assert RULE.quiet_days == "Sundays and England's bank holidays"


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        # A Tuesday at ten goes at once.
        (datetime(2026, 11, 24, 10, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC)),
        # In the evening it waits for the morning, early in the morning for half past eight.
        (datetime(2026, 11, 24, 18, 30, tzinfo=UTC), datetime(2026, 11, 25, 8, 30, tzinfo=UTC)),
        (datetime(2026, 11, 24, 3, tzinfo=UTC), datetime(2026, 11, 24, 8, 30, tzinfo=UTC)),
        # Saturday evening and Sunday wait for Monday.
        (datetime(2026, 11, 28, 20, tzinfo=UTC), datetime(2026, 11, 30, 8, 30, tzinfo=UTC)),
        (datetime(2026, 11, 29, 12, tzinfo=UTC), datetime(2026, 11, 30, 8, 30, tzinfo=UTC)),
        # Christmas 2026 is a Friday; Boxing Day's holiday is moved to Monday the 28th.
        (datetime(2026, 12, 25, 12, tzinfo=UTC), datetime(2026, 12, 29, 8, 30, tzinfo=UTC)),
        (datetime(2026, 12, 27, 12, tzinfo=UTC), datetime(2026, 12, 29, 8, 30, tzinfo=UTC)),
        # In summer half past eight in England is half past seven of universal time.
        (datetime(2026, 7, 7, 3, tzinfo=UTC), datetime(2026, 7, 7, 7, 30, tzinfo=UTC)),
    ],
)
def test_quiet_hours_wait_for_the_next_morning(moment: datetime, allowed: datetime) -> None:
    assert RULE.next_allowed(moment) == allowed


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_next_moment_is_never_quiet_and_never_far(moment: datetime) -> None:
    found = RULE.next_allowed(moment)
    assert not RULE.is_quiet(found)
    assert moment <= found < moment + timedelta(days=5)


@pytest.mark.parametrize(
    "change", [{"quiet_until": "19:00"}, {"quiet_weekdays": [d.lower() for d in day_name]}]
)
def test_a_rule_that_makes_no_sense_is_refused(change: dict[str, object]) -> None:
    rule = {
        "from": "2026-04-01", "most_messages": 2, "within_days": 14, "quiet_from": "18:00",
        "quiet_until": "09:00", "quiet_weekdays": ["sunday"], "quiet_bank_holidays": True, **change,
    }  # fmt: skip
    with pytest.raises(ValueError):
        policy.read(yaml.safe_dump([rule]))
