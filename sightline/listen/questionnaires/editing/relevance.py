"""Plain relevance, "ask only if question X is answered Y", and back from an expression. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sightline.listen.questionnaires.form import Form, Question

_ONE = re.compile(r"\$\{(?P<name>[^{}]+)\} = '(?P<value>[^']*)'")
_SEVERAL = re.compile(r"selected\(\$\{(?P<name>[^{}]+)\}, '(?P<value>[^']*)'\)")


@dataclass(frozen=True)
class Rule:
    """Asked only after any of these answers to one question."""

    name: str
    values: tuple[str, ...]


def written(question: Question, values: Sequence[str]) -> str:
    """The expression for: asked only if ``question`` was answered with one of these values."""
    pattern = (
        "selected(${{{0}}}, '{1}')" if question.kind == "select_multiple" else "${{{0}}} = '{1}'"
    )
    return " or ".join(pattern.format(question.name, value) for value in values)


def read(expression: str) -> list[Rule] | None:
    """The plain rules of an expression; None where it is not made of plain rules."""
    rules: dict[str, list[str]] = {}
    for part in expression.split(" or "):
        found = _ONE.fullmatch(part) or _SEVERAL.fullmatch(part)
        if found is None:
            return None
        rules.setdefault(found["name"], []).append(found["value"])
    return [Rule(name, tuple(values)) for name, values in rules.items()]


def said(form: Form, expression: str) -> str:
    """The relevance in words; "" for what is always asked."""
    if not expression:
        return ""
    rules = read(expression)
    if rules is None:
        return f"Asked by a rule of its own: {expression}"
    questions = {question.name: question for _, question in form.questions()}
    parts = []
    for rule in rules:
        question = questions.get(rule.name)
        if question is None:
            return f"Asked by a rule of its own: {expression}"
        choices = {one.value: one for one in form.choice_lists.get(question.choices, ())}
        answers = [
            form.words(choices[value].labels, "en") if value in choices else value
            for value in rule.values
        ]
        parts.append(f"{_quoted(form, question)} is answered {' or '.join(answers)}")
    return f"Asked only if {', or '.join(parts)}."


def _quoted(form: Form, question: Question) -> str:
    return f"“{form.words(question.labels, 'en') or question.name}”"
