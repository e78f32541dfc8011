"""Which questionnaires ask an item of the bank."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db.models import TextField
from django.db.models.functions import Cast

from sightline.listen.questionnaires.models import QuestionnaireVersion


@dataclass(frozen=True)
class Use:
    """A version of a questionnaire that asks an item, in which of its wordings."""

    questionnaire: str
    name: str
    version: int
    wording: int
    state: str


def asking(code: str) -> list[Use]:
    """Every version that asks the item of that code, the newest of each first. One query."""
    written = f'"item": {json.dumps(code)}'
    found = (
        QuestionnaireVersion.objects.annotate(text=Cast("definition", TextField()))
        .filter(text__contains=written)
        .select_related("questionnaire")
        .order_by("questionnaire__name", "-number")
    )
    return [
        Use(
            one.questionnaire.code,
            one.questionnaire.name,
            one.number,
            next((q.item_version for _, q in one.form.questions() if q.item == code), 0),
            "Published" if one.published_at else "Draft",
        )
        for one in found
    ]
