"""Values of expressions and how one kind becomes another, as XPath 1.0 and ODK XForms say."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta

from sightline.listen.questionnaires.expressions.tree import ExpressionRefused


class Nodes(tuple[str, ...]):
    """The texts of the places that a path leads to, in the order of the form."""

    __slots__ = ()


Value = float | str | bool | Nodes

NAN = math.nan
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_EPOCH = date(1970, 1, 1)
_DAY_SECONDS = 86_400


def number(value: Value) -> float:
    """NaN where there is none. A day is its number of days since 1 January 1970."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    text = string(value).strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    return days(text) if _DAY.match(text) else NAN


def string(value: Value) -> str:
    if isinstance(value, Nodes):
        return value[0] if value else ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isnan(value):
        # ODK's rule: what is no number has no text.
        return ""
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    return _plain(value)


def _plain(value: float) -> str:
    """The shortest decimal that reads back as the same number, without an exponent."""
    text = repr(value)
    if "e" not in text:
        return text
    return f"{value:.20f}".rstrip("0").rstrip(".") or "0"


def boolean(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return len(value) > 0


def days(text: str) -> float:
    """Days since 1 January 1970 of "2026-11-27" or "2026-11-27T14:30:00+00:00"; NaN otherwise."""
    found = moment(text)
    if found is None:
        return NAN
    if isinstance(found, datetime):
        return (found - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() / _DAY_SECONDS
    return float((found - _EPOCH).days)


def moment(text: str) -> date | datetime | None:
    """The day or moment that a text says; one without a time zone is taken as UTC."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def day_text(number_of_days: float) -> str:
    """The day of a number of days, as text; "" outside of the calendar."""
    try:
        return (_EPOCH + timedelta(days=math.floor(number_of_days))).isoformat()
    except (OverflowError, ValueError):
        return ""


def equal(left: Value, right: Value) -> bool:
    """``=`` of XPath: with many nodes, whether any is equal."""
    return _compare_equal(left, right, wanted=True)


def unequal(left: Value, right: Value) -> bool:
    """``!=`` of XPath: with many nodes, whether any differs."""
    return _compare_equal(left, right, wanted=False)


def _compare_equal(left: Value, right: Value, *, wanted: bool) -> bool:
    if isinstance(left, Nodes) and isinstance(right, Nodes):
        return any((one == other) is wanted for one in left for other in right)
    if isinstance(right, Nodes):
        left, right = right, left
    if isinstance(left, Nodes):
        if isinstance(right, bool):
            return (boolean(left) == right) is wanted
        if isinstance(right, float):
            return any((number(one) == right) is wanted for one in left)
        return any((one == right) is wanted for one in left)
    if isinstance(left, bool) or isinstance(right, bool):
        return (boolean(left) == boolean(right)) is wanted
    if isinstance(left, float) or isinstance(right, float):
        return (number(left) == number(right)) is wanted
    return (left == right) is wanted


def ordered(operator: str, left: Value, right: Value) -> bool:
    """``<``, ``<=``, ``>`` or ``>=``: always of numbers."""
    lefts = left if isinstance(left, Nodes) else (left,)
    rights = right if isinstance(right, Nodes) else (right,)
    return any(_ordered(operator, number(one), number(other)) for one in lefts for other in rights)


def _ordered(operator: str, left: float, right: float) -> bool:
    if operator == "<":
        return left < right
    if operator == "<=":
        return left <= right
    return left > right if operator == ">" else left >= right


def calculate(operator: str, left: float, right: float) -> float:
    """``+ - * div mod``, as IEEE 754 and XPath say. Never raises for numbers."""
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if operator == "div":
        if right:
            return left / right
        if left == 0 or math.isnan(left):
            return NAN
        return math.copysign(math.inf, left) * math.copysign(1.0, right)
    if operator == "mod":
        if right == 0 or math.isinf(left):
            return NAN
        return math.fmod(left, right)
    raise ExpressionRefused(f"“{operator}” is not an operator.")
