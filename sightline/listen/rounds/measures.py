"""What the answers of a questionnaire are counted as.

Three kinds of question are counted, each with one answer of a list:

- an item of the bank: its permanent code, its scale, theme, standards and series;
- a question of somebody's own whose answers carry scores (columns ``score``, and ``positive`` if
  it is not plain from the score, beside the choices of an XLSForm);
- a question of somebody's own whose answers are, word for word, a scale of the bank.

Own questions keep their name as code, in the survey of their round. Repeats are not counted: one
person would answer several times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from sightline.listen.bank import words
from sightline.listen.bank.models import BankItem, BankScale, Wording
from sightline.listen.questionnaires.form import Choice, Form, Group, Question
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.surveys.answers import plain
from sightline.results import sensitive
from sightline.results.actions import NewMeasure
from sightline.results.models import Measure
from sightline.standards.models import FrameworkVersion

_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
MOST_ANSWERS = 11


@dataclass(frozen=True)
class Asked:
    """A question whose answers are counted: its path in the form and its measure.

    ``answers`` gives for each value that may be posted its place on the scale, from 1; of a
    sensitive question, which of the two answers it counts as (see results.sensitive). A value
    that is not there ("does not apply", "prefer not to say") is no answer on the scale.
    """

    path: str
    measure: NewMeasure
    theme: NewMeasure | None
    answers: Mapping[str, int]

    @property
    def code(self) -> str:
        return self.measure.code


@dataclass(frozen=True)
class _Bank:
    items: Mapping[str, BankItem]
    wordings: Mapping[tuple[str, int], Wording]
    scales: tuple[BankScale, ...]
    framework: FrameworkVersion | None
    as_given: bool


def measures_of(version: QuestionnaireVersion, on: date | None = None) -> list[NewMeasure]:
    """The themes and items of a version, for ``results.actions.register_measures``.

    Themes come first, then items in the order in which they are asked. The wording is the one that
    the version asks, not the newest one of the bank. ``on`` is the last day of collecting (today
    if it is not given): the framework of that day counts.
    """
    return to_register(asked(version, on))


def to_register(found: Sequence[Asked]) -> list[NewMeasure]:
    """The measures of questions, their themes first."""
    themes = {one.theme.code: one.theme for one in found if one.theme}
    return [*themes.values(), *(one.measure for one in found)]


def asked(
    version: QuestionnaireVersion, on: date | None = None, *, as_given: bool = False
) -> list[Asked]:
    """The questions of a version that are counted, in the order in which they are asked.

    ``as_given``: with all answers of sensitive questions, as counts of a round that is open keep
    them; nothing is published of those.
    """
    form = version.form
    bank = _bank(form, on or timezone.localdate(), as_given)
    found: dict[str, Asked] = {}
    for path, question, group in asked_once("", form.children, None):
        one = _of_the_bank(path, question, bank) if question.item in bank.items else None
        if one is None and not question.item:
            one = _own(path, question, group, form, bank)
        if one is not None:
            found.setdefault(one.code, one)
    themes = {one.theme.code for one in found.values() if one.theme}
    return [one for one in found.values() if one.code not in themes]


def asked_once(
    before: str, children: tuple[Question | Group, ...], outermost: Group | None
) -> Iterator[tuple[str, Question, Group | None]]:
    """Every question with one answer of a list, outside of repeats, with its outermost group."""
    for child in children:
        path = f"{before}{child.name}"
        if isinstance(child, Group):
            if not child.is_repeat:
                yield from asked_once(f"{path}/", child.children, outermost or child)
        elif child.kind == "select_one":
            yield path, child, outermost


def _bank(form: Form, on: date, as_given: bool) -> _Bank:
    codes = {question.item for _, question in form.questions() if question.item}
    items = (
        BankItem.objects.filter(code__in=codes)
        .select_related("theme", "scale")
        .prefetch_related("standards")
    )
    scored = {one.code: one for one in items if one.is_scored}
    wordings = Wording.objects.filter(item__code__in=scored).select_related("item")
    return _Bank(
        scored,
        {(one.item.code, one.number): one for one in wordings},
        tuple(one for one in BankScale.objects.all() if one.is_scored),
        FrameworkVersion.in_force_on(on),
        as_given,
    )


def _of_the_bank(path: str, question: Question, bank: _Bank) -> Asked | None:
    item = bank.items[question.item]
    wording = bank.wordings.get((item.code, question.item_version))
    if wording is None or item.scale is None:
        return None
    values = [str(one["value"]) for one in item.scale.answers]
    which = tuple(range(1, len(values) + 1))
    if item.is_sensitive and not bank.as_given:
        which = sensitive.two_answers(item.scale.as_measure())[1]
    measure = NewMeasure(
        code=item.code,
        label=wording.label,
        wording=wording.text,
        theme="" if item.branch else item.theme.code,
        scale=item.scale.as_measure(),
        branch=item.branch,
        standards=[
            one.number
            for one in item.standards.all()
            if bank.framework is not None and one.version_id == bank.framework.pk
        ],
        series=wording.series,
        is_sensitive=item.is_sensitive,
    )
    theme = NewMeasure(item.theme.code, str(item.theme), kind=Measure.Kind.THEME)
    return Asked(
        path,
        measure,
        # Questions of one profession stand for themselves: their mean would compare professions.
        None if item.branch else theme,
        dict(zip(values, which, strict=True)),
    )


def _own(
    path: str, question: Question, group: Group | None, form: Form, bank: _Bank
) -> Asked | None:
    choices = form.choice_lists.get(question.choices, ())
    scored = _scored_by_columns(choices) or _scored_by_words(choices, form, bank.scales)
    if not _CODE.fullmatch(question.name) or not 2 <= len(scored) <= MOST_ANSWERS:
        return None
    theme = None
    if group is not None and _CODE.fullmatch(group.name) and group.labels:
        label = form.words(group.labels, words.FIRST)[:120]
        theme = NewMeasure(group.name, label, kind=Measure.Kind.THEME)
    wording = form.words(question.labels, words.FIRST)
    measure = NewMeasure(
        code=question.name,
        label=wording[:120] or question.name,
        wording=wording,
        theme=theme.code if theme else "",
        scale=[answer for _, answer in scored],
    )
    return Asked(
        path,
        measure,
        theme,
        {value: number for number, (value, _) in enumerate(scored, start=1)},
    )


_Scored = list[tuple[str, dict[str, object]]]


def _scored_by_columns(choices: tuple[Choice, ...]) -> _Scored:
    """Value and answer of the choices that carry a score from 0 to 100."""
    found: _Scored = []
    for choice in choices:
        try:
            score = float(choice.columns.get("score", ""))
        except ValueError:
            continue
        if not 0 <= score <= 100:
            return []
        said = choice.columns.get("positive", "").strip().casefold()
        positive = said in ("true", "yes", "1") if said else score > 50
        text = choice.labels.get(words.FIRST) or next(iter(choice.labels.values()), choice.value)
        found.append((choice.value, {"answer": text, "score": score, "positive": positive}))
    return found


def _scored_by_words(
    choices: tuple[Choice, ...], form: Form, scales: tuple[BankScale, ...]
) -> _Scored:
    """Value and answer of choices that are, word for word, a scale of the bank."""
    texts = {plain(form.words(one.labels, words.FIRST)): one.value for one in choices}
    for scale in scales:
        answers = scale.as_measure()
        values = [texts.get(plain(one["answer"])) for one in answers]
        if all(values):
            return [(value, one) for value, one in zip(values, answers, strict=True) if value]
    return []
