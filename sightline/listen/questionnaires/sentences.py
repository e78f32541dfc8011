"""What a page of questions says by itself, in the languages that it can say it in.

Other languages fall back to English, marked as English, so that a screen reader reads it right.
The Welsh wording is our own and has not been read by a translator.
"""

from __future__ import annotations

from collections.abc import Mapping

FALLBACK = "en"

ENGLISH: Mapping[str, str] = {
    "problem": "There is a problem",
    "error": "Error:",
    "required": "Answer “{label}”",
    "choose": "Choose",
    "not_listed": "Choose one of the answers listed for “{label}”",
    "exclusive": "For “{label}” choose either other answers or “{choice}”, not both",
    "integer": "Answer “{label}” with a whole number, like 12",
    "decimal": "Answer “{label}” with a number, like 1.5",
    "range": "Answer “{label}” with a number from {start} to {end}",
    "too_long": "Your answer to “{label}” must be {most} characters or fewer",
    "date": "Answer “{label}” with a real date, like 27 3 2026",
    "time": "Answer “{label}” with a time, like 14:30",
    "rank": "For “{label}” give every place to a different answer",
    "constraint": "Check your answer to “{label}”",
    "confirm": "I confirm this",
    "day": "Day",
    "month": "Month",
    "year": "Year",
    "time_label": "Time",
    "date_hint": "For example, 27 3 2026",
    "range_hint": "A number from {start} to {end}",
    "several": "Choose all that apply",
    "place": "Place {number}",
    "another_first": "Do you want to answer about “{label}”?",
    "another": "Do you want to add another: “{label}”?",
    "continue": "Continue",
    "back": "Back",
    "yes": "Yes",
    "no": "No",
}

WELSH: Mapping[str, str] = {
    "problem": "Mae problem",
    "error": "Gwall:",
    "required": "Atebwch “{label}”",
    "choose": "Dewiswch",
    "not_listed": "Dewiswch un o’r atebion a restrir ar gyfer “{label}”",
    "exclusive": "Ar gyfer “{label}” dewiswch naill ai atebion eraill neu “{choice}”, nid y ddau",
    "integer": "Atebwch “{label}” gyda rhif cyfan, fel 12",
    "decimal": "Atebwch “{label}” gyda rhif, fel 1.5",
    "range": "Atebwch “{label}” gyda rhif o {start} i {end}",
    "too_long": "Rhaid i’ch ateb i “{label}” fod yn {most} nod neu lai",
    "date": "Atebwch “{label}” gyda dyddiad go iawn, fel 27 3 2026",
    "time": "Atebwch “{label}” gydag amser, fel 14:30",
    "rank": "Ar gyfer “{label}” rhowch bob lle i ateb gwahanol",
    "constraint": "Gwiriwch eich ateb i “{label}”",
    "confirm": "Rwy’n cadarnhau hyn",
    "day": "Diwrnod",
    "month": "Mis",
    "year": "Blwyddyn",
    "time_label": "Amser",
    "date_hint": "Er enghraifft, 27 3 2026",
    "range_hint": "Rhif o {start} i {end}",
    "several": "Dewiswch bob un sy’n berthnasol",
    "place": "Lle {number}",
    "another_first": "Ydych chi am ateb am “{label}”?",
    "another": "Ydych chi am ychwanegu un arall: “{label}”?",
    "continue": "Parhau",
    "back": "Yn ôl",
    "yes": "Ydw",
    "no": "Nac ydw",
}

_ALL = {"en": ENGLISH, "cy": WELSH}


def language_of(language: str) -> str:
    """The language in which a page of that language says its own sentences."""
    return language if language in _ALL else FALLBACK


def say(key: str, language: str, **parts: object) -> str:
    """A sentence of the page. Raises KeyError for a key that there is not."""
    return _ALL[language_of(language)][key].format(**parts)
