"""What a questionnaire asks people about themselves: kept beside the answers, never counted as one.

Those are the sensitive questions of the bank's theme "about you" whose answers have no score, such
as age group or ethnic group. Only `results.characteristics` reads what is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sightline.listen.bank import words
from sightline.listen.bank.models import BankItem, Wording
from sightline.listen.questionnaires.form import PREFER_NOT_TO_SAY
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.rounds.measures import asked_once
from sightline.results.characteristics.store import Characteristic

#: The theme of the bank whose questions are about the person.
THEME = "about-you"


@dataclass(frozen=True)
class About:
    """A question about the person: its path in the form, and the number of each value that may be
    posted: from 1, "prefer not to say" after the last. Anything else is no answer, 0."""

    path: str
    characteristic: Characteristic
    numbers: Mapping[str, int]


def asked(version: QuestionnaireVersion) -> list[About]:
    """The questions of a version about the person, in the order in which they are asked. Constant
    number of queries."""
    questions = {
        one.item: (path, one)
        for path, one, _ in asked_once("", version.form.children, None)
        if one.item
    }
    items = (
        BankItem.objects.filter(
            code__in=questions,
            theme__code=THEME,
            is_sensitive=True,
            branch="",
            kind=BankItem.Kind.ONE,
        )
        .select_related("scale")
        .in_bulk(field_name="code")
    )
    labels = {
        (one.item.code, one.number): one.label
        for one in Wording.objects.filter(item__in=items.values()).select_related("item")
    }
    found = []
    for code, (path, question) in questions.items():
        item = items.get(code)
        if item is None or item.scale is None or item.is_scored:
            continue
        answers = item.scale.answers
        numbers = {str(one["value"]): at for at, one in enumerate(answers, start=1)}
        numbers[PREFER_NOT_TO_SAY] = len(answers) + 1
        characteristic = Characteristic(
            code,
            labels.get((code, question.item_version), code),
            tuple(str(one["labels"][words.FIRST]) for one in answers),
        )
        found.append(About(path, characteristic, numbers))
    return found


def said(questions: Sequence[About], people: Sequence[Mapping[str, str]]) -> NDArray[np.int8]:
    """What each said of themselves, (people, questions)."""
    numbers = [
        [one.numbers.get(answers.get(one.path, ""), 0) for one in questions] for answers in people
    ]
    return np.array(numbers, dtype=np.int8).reshape(len(people), len(questions))
