"""What may be done to the bank. Pure: each gives a sentence against it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sightline.listen.bank import words
from sightline.results import sensitive

LONGEST_TEXT = 600


def against_wording(text: str, label: str) -> str:
    if not text.strip():
        return "Enter the words of the question."
    if len(text) > LONGEST_TEXT:
        return (
            f"The question is {len(text)} characters long. Keep it to {LONGEST_TEXT}: "
            "people read it on a phone."
        )
    if not label.strip():
        return "Enter a short name, for tables and charts."
    return ""


def against_sensitive(kind: str, answers: Iterable[Mapping[str, Any]]) -> str:
    """Why a question cannot be sensitive: it is counted as two answers (results.sensitive)."""
    scored = [one for one in answers if one.get("score") is not None]
    if kind != "one" or not scored or sensitive.has_both(scored):
        return ""
    return (
        "A sensitive question is counted as two answers: those that are positive, and the others. "
        "These answers are all positive or none is, so choose other answers."
    )


def against_change(was: str, becomes: str, is_comparable: bool | None, reason: str) -> str:
    """Against putting a question in other words."""
    if " ".join(was.split()) == " ".join(becomes.split()):
        return "The words are the same as before, so there is nothing to change."
    if is_comparable is None:
        return (
            "Say whether answers to the new wording are comparable with the last one, or not. "
            "Where they are not, trends break."
        )
    if not reason.strip():
        return "Say why it is changed and why you judge it so. Readers of the trend see it."
    return ""


def next_series(series: int, is_comparable: bool) -> int:
    """The series of a new wording after one of that series."""
    return series if is_comparable else series + 1


def against_translation(language: str, text: str) -> str:
    if language == words.FIRST:
        return "The English text is the wording itself. Change the wording instead."
    if language not in words.BY_CODE:
        return "Choose one of the languages listed."
    if not text.strip():
        return "Enter the question in that language."
    if len(text) > 2 * LONGEST_TEXT:
        return f"The translation is longer than {2 * LONGEST_TEXT} characters. Shorten it."
    return ""
