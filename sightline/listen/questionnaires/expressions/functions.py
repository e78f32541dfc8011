"""The functions that an expression may call: this list and nothing else.

Each takes values and gives a value, without side effects. Those that need to know where they
stand (``position``, ``once``, ``indexed-repeat``, ``jr:choice-name``, ``if`` …) are in
``compiling``. Results follow XPath 1.0 and the ODK XForms specification.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sightline.listen.questionnaires.expressions import dates, regular
from sightline.listen.questionnaires.expressions.values import (
    NAN,
    Nodes,
    Value,
    boolean,
    number,
    string,
)


@dataclass(frozen=True, slots=True)
class Function:
    """``least`` and ``most`` arguments; ``most`` None for any number."""

    run: Callable[..., Value]
    least: int
    most: int | None


def _round(value: Value, places: Value = 0.0) -> float:
    amount, decimals = number(value), number(places)
    if not math.isfinite(amount) or not math.isfinite(decimals):
        return amount if decimals == decimals else NAN
    shift = 10.0 ** max(-20.0, min(20.0, math.trunc(decimals)))
    shifted = abs(amount) * shift
    # Half goes away from zero, as spreadsheets do and ODK says.
    return math.copysign(math.floor(shifted + 0.5) / shift, amount) + 0.0


def _int(value: Value) -> float:
    amount = number(value)
    return float(math.trunc(amount)) if math.isfinite(amount) else amount


def _floor(value: Value) -> float:
    amount = number(value)
    return float(math.floor(amount)) if math.isfinite(amount) else amount


def _ceiling(value: Value) -> float:
    amount = number(value)
    return float(math.ceil(amount)) if math.isfinite(amount) else amount


def _words(value: Value) -> list[str]:
    return string(value).split()


def _selected_at(value: Value, place: Value) -> str:
    words, index = _words(value), number(place)
    return words[int(index)] if 0 <= index < len(words) else ""


def _index(place: float, length: int) -> int:
    index = int(max(-1e9, min(1e9, place)))
    return min(max(0, index + length if index < 0 else index), length)


def _substr(value: Value, start: Value, end: Value | None = None) -> str:
    """Counts from 0; ``end`` is left out; negative numbers count from the end."""
    text, first = string(value), number(start)
    last = float(len(text)) if end is None else number(end)
    if math.isnan(first) or math.isnan(last):
        return ""
    return text[_index(first, len(text)) : _index(last, len(text))]


def _substring(value: Value, start: Value, length: Value | None = None) -> str:
    """XPath's own: counts from 1 and rounds."""
    text = string(value)
    first = _round(start)
    last = math.inf if length is None else first + _round(length)
    return "".join(one for place, one in enumerate(text, start=1) if first <= place < last)


def _numbers(values: Sequence[Value]) -> list[float]:
    found: list[float] = []
    for value in values:
        found.extend(number(one) for one in (value if isinstance(value, Nodes) else (value,)))
    return found


def _sum(value: Value) -> float:
    return sum(_numbers([value]), 0.0)


def _least(*values: Value) -> float:
    found = _numbers(values)
    return NAN if not found or any(map(math.isnan, found)) else min(found)


def _most(*values: Value) -> float:
    found = _numbers(values)
    return NAN if not found or any(map(math.isnan, found)) else max(found)


def _texts(values: Sequence[Value]) -> list[str]:
    found: list[str] = []
    for value in values:
        found.extend(value if isinstance(value, Nodes) else (string(value),))
    return found


def _translate(value: Value, these: Value, those: Value) -> str:
    into = string(those)
    table: dict[int, str | None] = {}
    for place, one in enumerate(string(these)):
        table.setdefault(ord(one), into[place] if place < len(into) else None)
    return string(value).translate(table)


def _before(value: Value, mark: Value) -> str:
    before, found, _ = string(value).partition(string(mark) or "\0")
    return before if found else ""


def _after(value: Value, mark: Value) -> str:
    if not string(mark):
        return string(value)
    return string(value).partition(string(mark))[2]


def _checklist(least: Value, most: Value, *values: Value) -> bool:
    """Whether between ``least`` and ``most`` (-1: any number) of the values are true."""
    each: list[Value] = []
    for value in values:
        each.extend(Nodes((one,)) for one in value) if isinstance(value, Nodes) else each.append(
            value
        )
    count = sum(map(boolean, each))
    return (number(least) == -1 or count >= number(least)) and (
        number(most) == -1 or count <= number(most)
    )


def _power(base: Value, exponent: Value) -> float:
    try:
        found = number(base) ** number(exponent)
    except (OverflowError, ZeroDivisionError):
        return math.inf
    return found if isinstance(found, float) else NAN


def _of(function: Callable[[float], float]) -> Callable[[Value], float]:
    def run(value: Value) -> float:
        try:
            return function(number(value))
        except (ValueError, OverflowError):
            return NAN

    return run


def _logarithm(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda amount: -math.inf if amount == 0 else function(amount)


FUNCTIONS: dict[str, Function] = {
    # Truth
    "true": Function(lambda: True, 0, 0),
    "false": Function(lambda: False, 0, 0),
    "not": Function(lambda value: not boolean(value), 1, 1),
    "boolean": Function(boolean, 1, 1),
    "boolean-from-string": Function(lambda value: string(value) in ("1", "true"), 1, 1),
    "checklist": Function(_checklist, 2, None),
    # Choices
    "selected": Function(lambda value, one: string(one).strip() in (_words(value) or [""]), 2, 2),
    "selected-at": Function(_selected_at, 2, 2),
    "count-selected": Function(lambda value: float(len(_words(value))), 1, 1),
    # Text
    "string": Function(string, 1, 1),
    "concat": Function(lambda *values: "".join(_texts(values)), 0, None),
    "join": Function(lambda glue, *values: string(glue).join(_texts(values)), 1, None),
    "coalesce": Function(lambda one, other: string(one) or string(other), 2, 2),
    "contains": Function(lambda value, part: string(part) in string(value), 2, 2),
    "starts-with": Function(lambda value, part: string(value).startswith(string(part)), 2, 2),
    "ends-with": Function(lambda value, part: string(value).endswith(string(part)), 2, 2),
    "string-length": Function(lambda value: float(len(string(value))), 1, 1),
    "normalize-space": Function(lambda value: " ".join(string(value).split()), 1, 1),
    "substr": Function(_substr, 2, 3),
    "substring": Function(_substring, 2, 3),
    "substring-before": Function(_before, 2, 2),
    "substring-after": Function(_after, 2, 2),
    "translate": Function(_translate, 3, 3),
    "regex": Function(lambda value, pattern: regular.matches(string(value), string(pattern)), 2, 2),
    # Numbers
    "number": Function(number, 1, 1),
    "int": Function(_int, 1, 1),
    "round": Function(_round, 1, 2),
    "floor": Function(_floor, 1, 1),
    "ceiling": Function(_ceiling, 1, 1),
    "abs": Function(lambda value: abs(number(value)), 1, 1),
    "pow": Function(_power, 2, 2),
    "sqrt": Function(_of(math.sqrt), 1, 1),
    "exp": Function(_of(math.exp), 1, 1),
    "exp10": Function(lambda value: _power(10.0, value), 1, 1),
    "log": Function(_of(_logarithm(math.log)), 1, 1),
    "log10": Function(_of(_logarithm(math.log10)), 1, 1),
    "sin": Function(_of(math.sin), 1, 1),
    "cos": Function(_of(math.cos), 1, 1),
    "tan": Function(_of(math.tan), 1, 1),
    "asin": Function(_of(math.asin), 1, 1),
    "acos": Function(_of(math.acos), 1, 1),
    "atan": Function(_of(math.atan), 1, 1),
    "atan2": Function(lambda y, x: math.atan2(number(y), number(x)), 2, 2),
    "pi": Function(lambda: math.pi, 0, 0),
    "sum": Function(_sum, 1, 1),
    "min": Function(_least, 1, None),
    "max": Function(_most, 1, None),
    "count": Function(lambda value: float(len(value)), 1, 1),
    "count-non-empty": Function(lambda value: float(sum(map(bool, value))), 1, 1),
    # Days
    "date": Function(dates.day, 1, 1),
    "decimal-date-time": Function(dates.decimal_moment, 1, 1),
    "decimal-time": Function(dates.decimal_time, 1, 1),
    "format-date": Function(dates.format_day, 2, 2),
    "format-date-time": Function(dates.format_moment, 2, 2),
}

#: Functions whose argument has to be questions, not a value.
OF_NODES = frozenset({"count", "count-non-empty", "sum"})

#: Functions of ODK that are known and refused, and what to say.
REFUSED: dict[str, str] = {
    "pulldata": "it reads a file beside the form. Put the values into the choices sheet",
    "random": "its result changes with every page. Ask for what you need to know",
    "uuid": "answers are kept without anything that tells them apart",
    "randomize": "answers are shown in the order of the list",
    "document": "it opens another file",
    "property": "it asks for the device, which is not recorded",
    "get-version": "it asks for the device, which is not recorded",
    "area": "locations are not asked here",
    "distance": "locations are not asked here",
    "geofence": "locations are not asked here",
    "digest": "it is not needed here",
    "id": "it searches the whole form. Name the question, like ${name}",
}
