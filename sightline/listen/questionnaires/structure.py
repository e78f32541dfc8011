"""What a form has to be like before anything of it is asked: names, lists and languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sightline.listen.questionnaires.form import Form, Group, Question
from sightline.listen.questionnaires.unrolled import CHOOSING

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")
_DEEPEST = 8


def faults_of(form: Form) -> list[str]:
    """Sentences that say what is wrong with the form as it stands; none when it is sound."""
    return [*_of_languages(form), *_of_lists(form), *_of_children(form.children, "")]


def _of_languages(form: Form) -> Iterator[str]:
    if not form.languages:
        yield "The questionnaire has no language. Name at least one."
    codes = [language.code for language in form.languages]
    for code in dict.fromkeys(codes):
        if codes.count(code) > 1:
            yield f"The language “{code}” is named twice. Name each language once."


def _of_lists(form: Form) -> Iterator[str]:
    for path, question in form.questions():
        if question.kind not in CHOOSING:
            continue
        if question.choices not in form.choice_lists:
            yield (
                f"Question “{path}” takes its answers from a list “{question.choices}” that "
                "there is not. Add the list or choose another."
            )
        elif not form.choice_lists[question.choices]:
            yield f"The list “{question.choices}” of question “{path}” has no answers. Add some."
    several = {one.choices for _, one in form.questions() if one.kind in CHOOSING - {"select_one"}}
    for name, choices in form.choice_lists.items():
        seen = set()
        for choice in choices:
            if not choice.value.strip() or (name in several and re.search(r"\s", choice.value)):
                yield (
                    f"List “{name}” has an answer with the value “{choice.value}”. A value needs "
                    "at least one character, and no spaces where several can be chosen."
                )
            elif choice.value in seen:
                yield f"List “{name}” has the value “{choice.value}” twice. Use each value once."
            seen.add(choice.value)


def _of_children(
    children: tuple[Question | Group, ...], before: str, depth: int = 1
) -> Iterator[str]:
    seen: set[str] = set()
    for child in children:
        what = "Group" if isinstance(child, Group) else "Question"
        if not NAME.fullmatch(child.name):
            yield (
                f"{what} “{before}{child.name}” needs a name of letters, figures, hyphens and "
                "underlines that starts with a letter."
            )
        elif child.name in seen:
            yield (
                f"The name “{before}{child.name}” is used twice. Give every question and group "
                "beside another a name of its own."
            )
        seen.add(child.name)
        if isinstance(child, Group):
            if depth >= _DEEPEST:
                yield f"Group “{before}{child.name}” lies more than {_DEEPEST} groups deep."
            else:
                yield from _of_children(child.children, f"{before}{child.name}/", depth + 1)
