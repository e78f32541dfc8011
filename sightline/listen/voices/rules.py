"""What holds for what people raise. Pure: no database, no clock.

Functions named ``why_not_…`` return the sentence that refuses, or "" when it may be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sightline.base import working_days
from sightline.listen.voices.words import URGENT_WORDS, Kind, State, Touched, Urgency

#: The longest that somebody can wait for the end of a placement.
LONGEST_DELAY = timedelta(days=366)


@dataclass(frozen=True)
class Lifted:
    """How urgent a case is, and because of which classes of words or answers."""

    urgency: Urgency
    because: tuple[str, ...]


def _pattern(beginnings: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, beginnings)) + ")", re.IGNORECASE)


_URGENT = {name: (level, _pattern(some)) for name, (level, _, some) in URGENT_WORDS.items()}


def lifted(*, kind: str, texts: Iterable[str], patients: str, somebody: str) -> Lifted:
    """How urgent a new case is.

    ``patients`` and ``somebody`` are the answers (yes, no, unsure) to whether patients' or
    somebody's safety is touched. A story is never urgent by its words: "harm" was avoided there.
    """
    if kind != Kind.CONCERN:
        return Lifted(Urgency.USUAL, ())
    found: dict[str, Urgency] = {}
    for name, answer in (("safety", patients), ("harm", somebody)):
        if answer in (Touched.YES, Touched.UNSURE):
            found[name] = Urgency.URGENT if answer == Touched.YES else Urgency.SOON
    whole = "\n".join(texts)
    for name, (level, pattern) in _URGENT.items():
        if pattern.search(whole):
            found[name] = max(level, found.get(name, Urgency.USUAL))
    ordered = tuple(name for name in URGENT_WORDS if name in found)
    return Lifted(max(found.values(), default=Urgency.USUAL), ordered)


# Individuals

_NAMES_SOMEBODY = (
    re.compile(
        r"\b(?:Dr|Mr|Mrs|Ms|Mx|Miss|Prof|Professor|Sister|Matron|Nurse|Consultant|Registrar|Sir|"
        r"Dame)\.?\s+[A-Z][\w’'-]+"
    ),
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    re.compile(r"(?<!\d)(?:\+44\s?|0)\d(?:[\s-]?\d){8,9}(?!\d)"),
    re.compile(r"(?<!\d)\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\d)"),
    re.compile(r"\b(?:named|called|name is|name’s|name's)\s+[A-Z][\w’'-]+"),
)


def seems_to_name_somebody(texts: Iterable[str]) -> bool:
    """Is there a title with a name, an address or a number that belongs to one person?"""
    return any(pattern.search(text) for text in texts for pattern in _NAMES_SOMEBODY)


# Clocks


@dataclass(frozen=True)
class Limits:
    """Within how many working days a case is acknowledged, triaged and answered."""

    acknowledge: int
    triage: int
    answer: int


@dataclass(frozen=True)
class Due:
    acknowledge: date
    triage: date
    answer: date


def due(begins: date, limits: Limits) -> Due:
    """The last days, in working days after the case begins; none is before the one before it."""
    days = (limits.acknowledge, limits.triage, limits.answer)
    if not 0 <= days[0] <= days[1] <= days[2]:
        raise ValueError("Acknowledging comes before triage, and triage before the answer.")
    return Due(*(working_days.add_working_days(begins, number) for number in days))


@dataclass(frozen=True)
class Clock:
    """One clock of a case: what is to be done by when, and when it was done."""

    name: str
    by: date
    done: date | None

    def days_left(self, today: date) -> int:
        """Working days until it is due, negative when late. Counted to the day it was done."""
        now = self.done or today
        if now <= self.by:
            return working_days.working_days_between(now, self.by)
        return -max(1, working_days.working_days_between(self.by, now))

    def is_late(self, today: date) -> bool:
        return (self.done or today) > self.by


# What may follow what


def why_not_begin(begins: date, *, today: date, kind: str) -> str:
    if begins < today:
        return "The day after your placement must not be in the past."
    if begins > today + LONGEST_DELAY:
        return "Choose a day within the next year. You can come back later to tell us more."
    if begins > today and kind != Kind.CONCERN:
        return "A story does not have to wait."
    return ""


def why_not_triage(state: str) -> str:
    if state in (State.TAKEN, State.ANSWERED):
        return "This case has been triaged already. Nothing was changed."
    return ""


def why_not_answer(state: str) -> str:
    if state in (State.NEW, State.READ):
        return "Decide first what becomes of this case. That gives the person an answer too."
    if state == State.ANSWERED:
        return "This case has been answered. Write to the person if there is more to say."
    return ""


def why_not_confirm(state: str) -> str:
    if state != State.ANSWERED:
        return "You can tell us whether it changed once the case has been answered."
    return ""
