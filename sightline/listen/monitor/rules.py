"""How exactly it is said how many have answered: in steps, and of groups that are large enough.

Somebody who looks again after each answer must not see who gave it. So a group's answers count by
fives, its rate is rounded down to five points, and a group of fewer than ten is not shown at all.
"""

from __future__ import annotations

LEAST_EXPECTED = 10
STEP_POINTS = 5
STEP_PEOPLE = 5
#: Below this a group is named where a nudge would help.
LOW = 50


def rate(completed: int, expected: int) -> int | None:
    """Percent of those expected who have answered, in steps of five; None: too few are expected."""
    if expected < LEAST_EXPECTED:
        return None
    counted = completed - completed % STEP_PEOPLE
    percent = 100 * counted // expected
    return percent - percent % STEP_POINTS
