"""Small forms for tests."""

from __future__ import annotations

from typing import Any

from sightline.listen.questionnaires.form import (
    PREFER_NOT_TO_SAY,
    Choice,
    Form,
    Group,
    Kind,
    Language,
    Question,
)

ENGLISH = Language("en", "English")
AGREEMENT = tuple(
    Choice(value, {"en": label})
    for value, label in (
        ("1", "Strongly disagree"),
        ("2", "Disagree"),
        ("3", "Neither"),
        ("4", "Agree"),
        ("5", "Strongly agree"),
        (PREFER_NOT_TO_SAY, "Prefer not to say"),
    )
)
YES_NO = (Choice("yes", {"en": "Yes"}), Choice("no", {"en": "No"}))


def question(name: str, kind: str, label: str, **fields: Any) -> Question:
    known: Kind = kind  # type: ignore[assignment]
    return Question(name, known, {"en": label}, **fields)


def agreement(name: str, **fields: Any) -> Question:
    """A statement that people agree or disagree with."""
    return question(name, "select_one", f"Statement {name}", choices="agreement", **fields)


def yes_no(name: str, **fields: Any) -> Question:
    return question(name, "select_one", f"Is it {name}?", choices="yes_no", **fields)


def make_form(
    *children: Question | Group, languages: tuple[Language, ...] = (ENGLISH,), **fields: Any
) -> Form:
    lists = {"agreement": AGREEMENT, "yes_no": YES_NO, **fields.pop("choice_lists", {})}
    return Form({"en": "A short questionnaire"}, children, languages, lists, **fields)
