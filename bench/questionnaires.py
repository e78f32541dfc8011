"""A page of 60 statements: compiled, drawn and checked, beside a Django form of the same 60 fields.

No server and no database: what a request costs in processor time for the questions themselves.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import QueryDict
from django.template import engines

from sightline.design.forms import RadioChoiceField
from sightline.listen.questionnaires.compiled import compile_form
from sightline.listen.questionnaires.factories import AGREEMENT, agreement, make_form, yes_no
from sightline.listen.questionnaires.form import Group
from sightline.listen.questionnaires.rendering import page_html

ITEMS = 60
_CHOICES = [(one.value, one.labels["en"]) for one in AGREEMENT]
_MACROS = (
    '{% from "design/form.jinja" import field %}{% for one in form %}{{ field(one) }}{% endfor %}'
)


def main(repeats: int) -> int:
    questions = tuple(agreement(f"LS{number:02}", required="true()") for number in range(1, 61))
    plain = make_form(Group("page", questions, {"en": "One page"}))
    skipping = make_form(
        Group("first", (yes_no("here"),)),
        Group(
            "page",
            tuple(
                agreement(f"LS{number:02}", relevant="${here} = 'yes'", constraint=". != '0'")
                for number in range(1, 61)
            ),
        ),
    )
    data = QueryDict(mutable=True)
    for one in questions:
        data[f"page/{one.name}"] = data[one.name] = "4"
    compiled, with_logic = compile_form(plain), compile_form(skipping)
    answers = {f"page/{one.name}": "4" for one in questions}
    here = {**answers, "first/here": "yes"}
    made = type("Sixty", (forms.Form,), {one.name: _field(one.labels["en"]) for one in questions})
    template = engines["jinja2"].from_string(_MACROS)
    rows: list[tuple[str, Callable[[], Any]]] = [
        ("compile the form", lambda: compile_form(plain)),
        ("draw 60 statements, first time", lambda: page_html(compile_form(plain), 1, "en", {}, {})),
        ("draw 60 statements, kept", lambda: page_html(compiled, 1, "en", answers, {})),
        ("the same with skip logic", lambda: page_html(with_logic, 2, "en", here, {})),
        ("Django form through the same macros", lambda: template.render({"form": made(data)})),
        ("check 60 answers", lambda: compiled.check(1, data, {}, "en")),
        ("the same with 120 expressions", lambda: with_logic.check(2, data, here, "en")),
        ("Django form, is_valid()", lambda: made(data).is_valid()),
    ]
    assert compiled.check(1, data, {}, "en").errors == {}  # noqa: S101 - else nothing is compared
    assert made(data).is_valid()  # noqa: S101
    print(f"{'what':<38}{'fastest ms':>12}{'median ms':>12}")
    for name, run in rows:
        run()
        times = [_milliseconds(run) for _ in range(repeats)]
        print(f"{name:<38}{min(times):>12.3f}{statistics.median(times):>12.3f}")
    return 0


def _field(label: str) -> RadioChoiceField:
    return RadioChoiceField(label=label, choices=_CHOICES)


def _milliseconds(run: Callable[[], Any]) -> float:
    start = time.process_time_ns()
    run()
    return (time.process_time_ns() - start) / 1e6
