"""Days as files write them."""

import re
from datetime import date, timedelta
from enum import StrEnum

_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|UTC|[AaPp][Mm]|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _TIME)
_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})" + _TIME)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
#: Day 0 of Excel's calendar, which counts a 29 February 1900 that never was.
_EXCEL_ZERO = date(1899, 12, 30)
_EXCEL_FIRST, _EXCEL_LAST = 32_874, 73_050  # 1 January 1990 to 31 December 2099


class Style(StrEnum):
    ISO = "2026-10-05"
    BRITISH = "05/10/2026"
    SERIAL = "Excel’s number of a day"


class NotADay(ValueError):
    """The text is no day; the message says how to write one."""


def read(text: str) -> tuple[date, Style]:
    """The day that a text names, and the style it is written in. Raises NotADay.

    Read are 2026-10-05, 05/10/2026 (day first) and Excel's number of a day; a time is left out.
    """
    text = text.strip()
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3])), Style.ISO
        if found := _BRITISH.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1])), Style.BRITISH
    except ValueError:
        pass
    else:
        serial = _SERIAL.fullmatch(text)
        if serial and _EXCEL_FIRST <= int(serial[1]) <= _EXCEL_LAST:
            return _EXCEL_ZERO + timedelta(days=int(serial[1])), Style.SERIAL
    raise NotADay("is not a day. Write it as 2026-10-05 or 05/10/2026, the day before the month.")
