"""The days that the Room can be seen on: today, and the last day of each education year before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: The education year runs from August to July.
_LAST = (7, 31)
_HOW_MANY = 3


@dataclass(frozen=True)
class Period:
    """``code`` is the year in which the education year began: "2025" for 2025 to 2026."""

    code: str
    name: str
    day: date


def periods(today: date) -> list[Period]:
    """The running education year as of today, and the years before it as they ended.

    >>> [(one.code, str(one.day)) for one in periods(date(2026, 11, 24))][:2]
    [('2026', '2026-11-24'), ('2025', '2026-07-31')]
    """
    began = today.year if today > date(today.year, *_LAST) else today.year - 1
    found = [Period(str(began), f"{began} to {began + 1}, so far", today)]
    for year in range(began - 1, began - 1 - _HOW_MANY, -1):
        found.append(Period(str(year), f"{year} to {year + 1}", date(year + 1, *_LAST)))
    return found


def chosen(code: str, today: date) -> Period:
    """The period of a code; the running one for anything else."""
    found = periods(today)
    return next((one for one in found if one.code == code), found[0])
