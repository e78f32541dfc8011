"""Numbers as files write them."""

from __future__ import annotations

import re

#: What stands in a cell whose result the source left out.
_NOTHING = {
    "", "na", "n/a", "<na>", "-", "–", "—", "*", "c", "[c]", "[x]", "[z]", "[low]", ":", "..", "…",
    "suppressed", "dr", "dp", "null", "none", "n<3", "no data", "not available", "low numbers",
}  # fmt: skip
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?%?")
_LESS = re.compile(r"<\s*=?\s*(\d+)")


class NotANumber(ValueError):
    """The text of a cell is neither a number nor a sign that there is none."""


def number(text: str) -> float | None:
    """A number, "85%" as 85; None for the signs by which sources say that there is none.

    >>> number("1,204"), number("85.5 %"), number("[c]")
    (1204.0, 85.5, None)
    """
    plain = text.strip()
    if plain.lower() in _NOTHING:
        return None
    plain = plain.replace(" ", "")
    if not _NUMBER.fullmatch(plain):
        raise NotANumber(text)
    return float(plain.rstrip("%").replace(",", ""))


def count(text: str) -> int | None:
    """A whole number of people; "<3" is 2, the most that it can be.

    >>> count("<3"), count("12.0"), count("")
    (2, 12, None)
    """
    plain = text.strip()
    if less := _LESS.fullmatch(plain):
        return max(0, int(less[1]) - 1)
    found = number(plain)
    if found is None:
        return None
    if found < 0 or found != int(found) or found > 2_000_000_000:
        raise NotANumber(text)
    return int(found)


_YEARS = re.compile(r"(?:19|20)\d\d")
_ACADEMIC = re.compile(r"\s*((?:19|20)\d\d)\s*[-/–]\s*(\d\d|(?:19|20)\d\d)\s*")


def year(text: str) -> int | None:
    """The year of a cell; an academic year is the one in which it ends: "2022-23" is 2023.

    >>> year("2022-23"), year("2024"), year("NSS 2023"), year("")
    (2023, 2024, 2023, None)
    """
    if academic := _ACADEMIC.fullmatch(text):
        return int(academic[1][:2] + academic[2][-2:])
    found = _YEARS.findall(text)
    return int(found[-1]) if len(set(found)) == 1 else None
