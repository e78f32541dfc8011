"""A form made from items of the bank: pages by theme, answers from scales, plain relevance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sightline.listen.bank import words
from sightline.listen.bank.models import BankItem, BankScale, BankTheme
from sightline.listen.questionnaires.form import (
    NOT_APPLICABLE,
    PREFER_NOT_TO_SAY,
    Choice,
    Form,
    Group,
    Kind,
    Language,
    Question,
    Words,
)

#: What stands beside every scale that offers it, by language.
BESIDE: dict[str, dict[str, str]] = {
    NOT_APPLICABLE: {
        "en": "Does not apply to me",
        "cy": "Ddim yn berthnasol i mi",
        "ar": "لا ينطبق عليّ",
    },
    PREFER_NOT_TO_SAY: {
        "en": "Prefer not to say",
        "cy": "Mae'n well gen i beidio â dweud",
        "ar": "أفضّل عدم الإجابة",
    },
}
_NO_NAMES = {
    "en": "Please do not name or describe people.",
    "cy": "Peidiwch ag enwi na disgrifio pobl.",
    "ar": "يُرجى عدم ذكر أسماء الأشخاص أو وصفهم.",
}
_KINDS: dict[str, Kind] = {
    BankItem.Kind.ONE: "select_one",
    BankItem.Kind.SEVERAL: "select_multiple",
    BankItem.Kind.TEXT: "text",
}
#: Which answers of which question a thing is asked after: {question: values}. Any of them will do.
AskIf = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Part:
    """One page: a theme and its items, each with what must have been answered before it."""

    theme: BankTheme
    items: Sequence[tuple[BankItem, AskIf]]
    name: str = ""  # where a theme stands on several pages
    ask_if: AskIf = field(default_factory=dict)


def composed(title: Words, parts: Iterable[Part], languages: Sequence[str]) -> Form:
    """The form that asks these items in their newest wording.

    Items need ``with_wording()``. Texts come in the languages asked for, as far as the bank has
    them; the first language is what the others fall back on.
    """
    parts = list(parts)
    scales = {item.scale.code: item.scale for part in parts for item, _ in part.items if item.scale}
    return Form(
        title=title,
        children=tuple(_group(part, languages) for part in parts),
        languages=tuple(language(code) for code in languages),
        choice_lists={code: choices(scale, languages) for code, scale in scales.items()},
    )


def language(code: str) -> Language:
    tongue = words.BY_CODE[code]
    return Language(tongue.code, tongue.name, tongue.right_to_left)


def _group(part: Part, languages: Sequence[str]) -> Group:
    return Group(
        name=part.name or part.theme.code,
        children=tuple(question(item, languages, ask_if) for item, ask_if in part.items),
        labels=only(part.theme.labels, languages),
        relevant=expression(part.ask_if),
    )


def question(item: BankItem, languages: Sequence[str], ask_if: AskIf | None = None) -> Question:
    """An item in its newest wording, under its code."""
    wording = item.newest[0]
    return Question(
        name=item.code,
        kind=_KINDS[item.kind],
        labels=only(wording.in_languages(), languages),
        hints=only(_NO_NAMES, languages) if item.kind == BankItem.Kind.TEXT else {},
        choices=item.scale.code if item.scale else "",
        relevant=expression(ask_if or {}),
        appearance="multiline" if item.kind == BankItem.Kind.TEXT else "",
        item=item.code,
        item_version=wording.number,
    )


def choices(scale: BankScale, languages: Sequence[str]) -> tuple[Choice, ...]:
    """The answers of a scale, then those that stand beside it."""
    beside = []
    if scale.offers_not_applicable:
        beside.append(NOT_APPLICABLE)
    if scale.offers_prefer_not_to_say:
        beside.append(PREFER_NOT_TO_SAY)
    return (
        *(Choice(one["value"], only(one["labels"], languages)) for one in scale.answers),
        *(Choice(value, only(BESIDE[value], languages)) for value in beside),
    )


def only(texts: Words, languages: Sequence[str]) -> dict[str, str]:
    return {code: texts[code] for code in languages if code in texts}


def expression(ask_if: AskIf) -> str:
    """Plain relevance as an expression: asked after any of these answers; "" for always."""
    return " or ".join(
        f"${{{name}}} = '{value}'" for name, values in ask_if.items() for value in values
    )
