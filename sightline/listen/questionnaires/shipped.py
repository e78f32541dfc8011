"""The questionnaires that come with the service, made from the bank and published."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from sightline.listen.bank.models import BankItem, BankTheme
from sightline.listen.questionnaires import actions
from sightline.listen.questionnaires.composing import AskIf, Part, composed
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.people.models import User

_FOLDER = Path(__file__).parent / "data"
NAMES = ("learners", "educators")


@transaction.atomic
def load(*, by: User | None, at: datetime) -> list[Questionnaire]:
    """Make and publish those that are not there yet; gives these."""
    made = []
    for name in NAMES:
        content = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
        if not Questionnaire.objects.filter(code=content["code"]).exists():
            made.append(_make(content, by, at))
    return made


@cache
def follow_ups() -> dict[str, AskIf]:
    """Items that only make sense after another: the code, and which answers they follow."""
    content = yaml.safe_load((_FOLDER / "learners.yaml").read_text(encoding="utf-8"))
    return {
        one["item"]: one["ask_if"]
        for page in content["pages"]
        for one in page["items"]
        if isinstance(one, dict)
    }


def _make(content: dict[str, Any], by: User | None, at: datetime) -> Questionnaire:
    items = {one.code: one for one in BankItem.objects.with_wording()}
    themes = {one.code: one for one in BankTheme.objects.all()}
    languages = content["languages"]
    parts = [
        Part(
            theme=themes[page["theme"]],
            items=[_asked(one, items) for one in page["items"]],
            name=page.get("name", ""),
            ask_if=page.get("ask_if", {}),
        )
        for page in content["pages"]
    ]
    questionnaire = actions.create(
        code=content["code"], name=content["name"], audience=content["audience"], by=by, at=at
    )
    draft = actions.save_draft(
        questionnaire=questionnaire,
        form=composed({"en": content["name"]}, parts, languages),
        source=QuestionnaireVersion.Source.SHIPPED,
        source_name="",
        by=by,
        at=at,
    )
    actions.publish(version=draft, by=by, at=at)
    return questionnaire


def _asked(one: str | dict[str, Any], items: dict[str, BankItem]) -> tuple[BankItem, Any]:
    if isinstance(one, str):
        return items[one], {}
    return items[one["item"]], one["ask_if"]
