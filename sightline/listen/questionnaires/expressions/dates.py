"""Functions of ODK XForms on days and times. Texts without a time zone are taken as UTC."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time

from sightline.listen.questionnaires.expressions.values import (
    NAN,
    Value,
    day_text,
    days,
    moment,
    number,
    string,
)

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_UNPADDED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"(\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(?:Z|[+-]\d{2}:\d{2})?")

_OF_DAY: Mapping[str, Callable[[datetime], str]] = {
    "%Y": lambda at: f"{at.year:04d}",
    "%y": lambda at: f"{at.year % 100:02d}",
    "%m": lambda at: f"{at.month:02d}",
    "%n": lambda at: str(at.month),
    "%b": lambda at: _MONTHS[at.month - 1],
    "%d": lambda at: f"{at.day:02d}",
    "%e": lambda at: str(at.day),
    "%a": lambda at: _DAYS[at.weekday()],
}
_OF_MOMENT: Mapping[str, Callable[[datetime], str]] = {
    **_OF_DAY,
    "%H": lambda at: f"{at.hour:02d}",
    "%h": lambda at: str(at.hour),
    "%M": lambda at: f"{at.minute:02d}",
    "%S": lambda at: f"{at.second:02d}",
    "%3": lambda at: f"{at.microsecond // 1000:03d}",
}


def day(value: Value) -> Value:
    """``date()``: a day as text, from a number of days or from text; "" where there is none."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return day_text(value) if value == value else ""
    text = string(value)
    if found := moment(text):
        return found.date().isoformat() if isinstance(found, datetime) else found.isoformat()
    if parts := _UNPADDED.fullmatch(text):
        padded = f"{parts[1]}-{parts[2]:0>2}-{parts[3]:0>2}"
        return padded if moment(padded) else ""
    return day_text(number(text)) if number(text) == number(text) else ""


def decimal_moment(value: Value) -> float:
    """``decimal-date-time()``: days since 1970 with their fraction."""
    return number(value) if isinstance(value, float) else days(string(value))


def decimal_time(value: Value) -> float:
    """``decimal-time()``: the part of a day that a time of day is, such as 0.5 for 12:00."""
    found = _CLOCK.fullmatch(string(value))
    if not found or int(found[1]) > 23 or int(found[2]) > 59 or float(found[3] or 0) >= 60:
        return NAN
    return (int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3] or 0)) / 86_400


def _formatted(text: str, format: str, parts: Mapping[str, Callable[[datetime], str]]) -> str:
    found = moment(text)
    if found is None:
        return ""
    at = found if isinstance(found, datetime) else datetime.combine(found, time(), UTC)
    return re.sub("|".join(parts), lambda key: parts[key[0]](at), format)


def format_day(value: Value, format: Value) -> str:
    return _formatted(string(value), string(format), _OF_DAY)


def format_moment(value: Value, format: Value) -> str:
    return _formatted(string(value), string(format), _OF_MOMENT)


def today(now: datetime) -> str:
    return now.date().isoformat()


def moment_text(now: datetime) -> str:
    return now.isoformat(timespec="milliseconds")
