"""What was posted for one question, as text in the shape of XForms, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Protocol

from sightline.listen.questionnaires.form import NOT_APPLICABLE, PREFER_NOT_TO_SAY
from sightline.listen.questionnaires.unrolled import Element

TEXT_MOST = 4_000
#: Answers that rule out every other answer beside them.
EXCLUSIVE = (PREFER_NOT_TO_SAY, NOT_APPLICABLE)

_INTEGER = re.compile(r"[+-]?\d{1,12}")
_DECIMAL = re.compile(r"[+-]?(?:\d{1,15}(?:[.,]\d{0,10})?|[.,]\d{1,10})")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")
# Characters that no text of ours holds: they cannot be stored or would forge the page's own marks.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ue000\ue001]")


class Posted(Protocol):
    """A QueryDict, as far as it is needed."""

    def getlist(self, key: str) -> Sequence[str]: ...


#: Key of a sentence and its parts.
Fault = tuple[str, Mapping[str, object]]
Read = tuple[str, Fault | None]
Reader = Callable[[Posted], Read]
#: Checks text that is an answer already, as ``finish`` does with answers that were stored.
Checker = Callable[[str], Fault | None]


def storable(text: str) -> str:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def reader(element: Element) -> Reader:
    """The function that reads this element's answer. Text that is wrong is given back as it came,
    so that the page can show it again."""
    kind, path = element.question.kind, element.path
    check = checker(element)
    if kind in ("date", "datetime"):
        return _day_reader(path, check, with_time=kind == "datetime")
    if kind == "rank":
        places = [f"{path}:{number}" for number in range(1, len(element.choices) + 1)]

        def read_rank(posted: Posted) -> Read:
            text = " ".join(word for place in places for word in posted.getlist(place) if word)
            return (storable(text)[:TEXT_MOST], check(text)) if text else ("", None)

        return read_rank
    if kind == "select_multiple":
        order = {choice.value: place for place, choice in enumerate(element.choices)}

        def read_several(posted: Posted) -> Read:
            words = {word for word in posted.getlist(path) if word}
            text = " ".join(sorted(words, key=lambda word: (order.get(word, len(order)), word)))
            return (storable(text)[:TEXT_MOST], check(text)) if text else ("", None)

        return read_several
    if kind in ("integer", "decimal", "range"):

        def read_number(posted: Posted) -> Read:
            text = _last(posted, path).replace(" ", "").replace(",", ".")
            return (text, check(text)) if text else ("", None)

        return read_number

    def read(posted: Posted) -> Read:
        text = _last(posted, path)
        return (text, check(text)) if text else ("", None)

    return read


def _last(posted: Posted, path: str) -> str:
    values = posted.getlist(path)
    text = values[-1].replace("\r\n", "\n").strip() if values else ""
    # One more than may be, so that what is too long is seen to be.
    return storable(text[: TEXT_MOST + 1]) if text else ""


def _day_reader(path: str, check: Checker, *, with_time: bool) -> Reader:
    boxes = tuple(f"{path}:{part}" for part in ("year", "month", "day"))

    def read(posted: Posted) -> Read:
        parts = [_last(posted, box)[:20] for box in boxes]
        clock = _last(posted, f"{path}:time")[:20] if with_time else ""
        if not any(parts) and not clock:
            text = _last(posted, path)
            return (text, check(text)) if text else ("", None)
        if all(part.isascii() and part.isdigit() for part in parts) and len(parts[0]) == 4:
            text = f"{parts[0]}-{parts[1]:0>2}-{parts[2]:0>2}"
        else:
            text = "-".join(parts)
        if with_time:
            text += f"T{clock}"
        return text, check(text)

    return read


def checker(element: Element) -> Checker:
    """What is wrong with a text as an answer to this element; None if nothing is."""
    question = element.question
    return _CHECKERS.get(question.kind, _check_text)(element)


def _check_text(element: Element) -> Checker:
    too_long: Fault = ("too_long", {"most": f"{TEXT_MOST:,}"})

    def check(text: str) -> Fault | None:
        return too_long if len(text) > TEXT_MOST else None

    return check


def _check_one(element: Element) -> Checker:
    allowed = frozenset(choice.value for choice in element.choices)
    fault: Fault = ("not_listed", {})

    def check(text: str) -> Fault | None:
        return None if text in allowed else fault

    return check


def _check_several(element: Element) -> Checker:
    allowed = frozenset(choice.value for choice in element.choices)
    alone = [value for value in EXCLUSIVE if value in allowed]

    def check(text: str) -> Fault | None:
        words = text.split(" ")
        if not allowed.issuperset(words):
            return ("not_listed", {})
        for value in alone:
            if value in words and len(words) > 1:
                return ("exclusive", {"choice": value})
        return None

    return check


def _check_rank(element: Element) -> Checker:
    allowed = sorted(choice.value for choice in element.choices)

    def check(text: str) -> Fault | None:
        return None if sorted(text.split(" ")) == allowed else ("rank", {})

    return check


def _check_integer(element: Element) -> Checker:
    return lambda text: None if _INTEGER.fullmatch(text) else ("integer", {})


def _check_decimal(element: Element) -> Checker:
    return lambda text: None if _DECIMAL.fullmatch(text) else ("decimal", {})


def limits_of(element: Element) -> tuple[float, float, float]:
    """Start, end and step of a range; XLSForm's own where the form does not say."""
    given = element.question.parameters
    found = []
    for name, otherwise in (("start", 1.0), ("end", 10.0), ("step", 1.0)):
        try:
            found.append(float(given.get(name, otherwise)))
        except ValueError:
            found.append(otherwise)
    start, end, step = found
    return start, end, abs(step) or 1.0


def _check_range(element: Element) -> Checker:
    start, end, step = limits_of(element)
    low, high = min(start, end), max(start, end)
    fault: Fault = ("range", {"start": f"{start:g}", "end": f"{end:g}"})

    def check(text: str) -> Fault | None:
        if not _DECIMAL.fullmatch(text):
            return fault
        steps = (float(text) - start) / step
        on_a_step = abs(steps - round(steps)) < 1e-6
        return None if low <= float(text) <= high and on_a_step else fault

    return check


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _is_time(text: str) -> bool:
    found = _TIME.fullmatch(text)
    return found is not None and int(found[1]) <= time.max.hour and int(found[2]) <= 59


def _check_date(element: Element) -> Checker:
    return lambda text: None if _is_day(text) else ("date", {})


def _check_time(element: Element) -> Checker:
    return lambda text: None if _is_time(text) else ("time", {})


def _check_moment(element: Element) -> Checker:
    def check(text: str) -> Fault | None:
        day, _, clock = text.partition("T")
        if not _is_day(day):
            return ("date", {})
        return None if _is_time(clock) else ("time", {})

    return check


def _check_acknowledge(element: Element) -> Checker:
    return lambda text: None if text == "OK" else ("not_listed", {})


_CHECKERS: Mapping[str, Callable[[Element], Checker]] = {
    "select_one": _check_one,
    "select_multiple": _check_several,
    "rank": _check_rank,
    "integer": _check_integer,
    "decimal": _check_decimal,
    "range": _check_range,
    "date": _check_date,
    "time": _check_time,
    "datetime": _check_moment,
    "acknowledge": _check_acknowledge,
}
