"""One cell of an official list: what may stand in it, and what it says."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_CODE = re.compile(r"[A-Z0-9]{3,12}")


class Fault(Exception):
    """A row that cannot be used; the sentence says why."""


class LeaveOut(Exception):
    """A row that is not for this service; the sentence says why."""


def code(cell: str) -> str:
    found = cell.upper()
    if not found:
        raise Fault("The code is missing.")
    if not _CODE.fullmatch(found):
        raise Fault(f"“{cell[:20]}” is not a code: a code has 3 to 12 letters and digits.")
    return found


def name(cell: str) -> str:
    found = " ".join(cell.split())
    if not found:
        raise Fault("The name is missing.")
    if len(found) > 200:
        raise Fault(f"The name has {len(found)} characters. It must have 200 or fewer.")
    if not found.isprintable():
        raise Fault("The name holds characters that cannot be shown.")
    return found


def postcode(cell: str) -> str:
    found = " ".join(cell.upper().split())
    if len(found) > 10 or not all(c.isascii() and (c.isalnum() or c == " ") for c in found):
        raise Fault(f"“{cell[:20]}” is not a postcode.")
    return found


def dates(opened_cell: str, closed_cell: str) -> tuple[date | None, date | None]:
    opened = _date(opened_cell, "open date")
    last_day = _date(closed_cell, "close date")
    if opened and last_day and last_day < opened:
        raise Fault(f"It closes ({closed_cell}) before it opens ({opened_cell}).")
    return opened, last_day + timedelta(days=1) if last_day else None


def _date(cell: str, which: str) -> date | None:
    if not cell:
        return None
    form = f"The {which} “{cell[:20]}” must be a real day written as YYYYMMDD, like 20260401."
    if len(cell) != 8 or not (cell.isascii() and cell.isdigit()):
        raise Fault(form)
    try:
        day = datetime.strptime(cell, "%Y%m%d").date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        raise Fault(form) from None
    if not 1800 <= day.year <= 2100:
        raise Fault(f"The {which} {cell} is not between 1800 and 2100.")
    return day
