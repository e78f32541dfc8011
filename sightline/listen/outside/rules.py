"""The sources' own rules: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sightline.stats.outliers import Colour

#: What files call the six outcomes, in letters only and lower case.
_SAID = {
    "belowoutlier": Colour.RED,
    "red": Colour.RED,
    "inq1butnotabelowoutlier": Colour.PINK,
    "q1butnotbelowoutlier": Colour.PINK,
    "pink": Colour.PINK,
    "withiniqr": Colour.WHITE,
    "withininterquartilerange": Colour.WHITE,
    "white": Colour.WHITE,
    "inq3butnotanaboveoutlier": Colour.LIGHT_GREEN,
    "q3butnotaboveoutlier": Colour.LIGHT_GREEN,
    "inq4butnotanaboveoutlier": Colour.LIGHT_GREEN,
    "lightgreen": Colour.LIGHT_GREEN,
    "aboveoutlier": Colour.GREEN,
    "green": Colour.GREEN,
    "grey": Colour.GREY,
    "gray": Colour.GREY,
    "nodata": Colour.GREY,
    "n3": Colour.GREY,
    "nlessthan3": Colour.GREY,
    "notreported": Colour.GREY,
}
_LETTERS = re.compile(r"[^a-z0-9]+")


def colour_of(said: str) -> Colour | None:
    """The colour that a file's outcome means; None for words that are not known.

    >>> colour_of("In Q1 but not a Below Outlier"), colour_of("N<3"), colour_of("Amber")
    (<Colour.PINK: 'pink'>, <Colour.GREY: 'grey'>, None)
    """
    return _SAID.get(_LETTERS.sub("", said.lower()))


def may_be_shown(
    *, n: float | None, rate: float | None, minimum_n: int, minimum_rate: float
) -> str:
    """Why a source's threshold keeps a result back: "few", "rate", or "" where it may be shown.

    A number that the file does not give cannot fail: then the publisher has kept its own rule.

    >>> may_be_shown(n=10, rate=50, minimum_n=10, minimum_rate=50)
    ''
    >>> may_be_shown(n=9, rate=90, minimum_n=10, minimum_rate=50)
    'few'
    >>> may_be_shown(n=40, rate=49.9, minimum_n=10, minimum_rate=50)
    'rate'
    """
    if n is not None and n < minimum_n:
        return "few"
    if rate is not None and rate < minimum_rate:
        return "rate"
    return ""


@dataclass(frozen=True)
class Break:
    year: int
    why: str


def break_between(before: int, after: int, breaks: Iterable[Break]) -> Break | None:
    """The first reason not to draw a trend from one year to a later one; None for a fair trend."""
    found = sorted((one for one in breaks if before < one.year <= after), key=lambda one: one.year)
    return found[0] if found else None


def running(outcomes: Mapping[int, str], latest: int, breaks: Sequence[Break]) -> int:
    """How many editions running, up to the latest, are red; a run does not cross a break.

    ``outcomes`` is year → colour of the editions that have one. A year without a figure ends a run.

    >>> running({2022: "red", 2023: "red", 2024: "red"}, 2024, [])
    3
    >>> running({2019: "red", 2021: "red"}, 2021, [Break(2020, "No survey")])
    1
    """
    count, year = 0, latest
    while outcomes.get(year) == Colour.RED:
        count += 1
        if break_between(year - 1, year, breaks):
            break
        year -= 1
    return count


def given_away(total: int | None, shown: Sequence[int], hidden: int, minimum: int) -> int:
    """How many of the smallest shown groups have to be held back, so that no hidden one is known.

    Groups ``shown`` (their sizes) and ``hidden`` ones, each of fewer than ``minimum``, make up a
    whole of ``total`` that is shown too. What is hidden can be worked out by taking away when it
    is fewer than ``minimum`` altogether: then the smallest shown groups are hidden with it.

    >>> given_away(30, [10, 18], 1, 3)
    1
    >>> given_away(30, [10, 12], 1, 3), given_away(30, [10, 20], 0, 3), given_away(None, [9], 1, 3)
    (0, 0, 0)
    """
    if total is None or not hidden:
        return 0
    left = total - sum(shown)
    if left <= 0:
        return 0  # The groups overlap, so nothing can be taken away; or nobody is left to protect.
    count = 0
    for size in sorted(shown):
        if left >= minimum:
            break
        left += size
        count += 1
    return count
