"""The bank as the service begins with it. What is there already is left as it is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from sightline.listen.bank import words
from sightline.listen.bank.models import (
    BankItem,
    BankScale,
    BankTheme,
    Wording,
    WordingTranslation,
)
from sightline.listen.surveys import mapping, shipped
from sightline.standards.models import Standard
from sightline.trail import record

_FOLDER = Path(__file__).parent / "data"
#: Languages that the shipped scales, themes and items are translated into, each a file.
TRANSLATED = ("cy", "ar")
#: Themes of items that stand in no theme of the learner survey: its professional branches.
_BRANCHES = "your-profession"


@transaction.atomic
def load(*, at: datetime) -> int:
    """Add the scales, themes and items that are missing; says how many items were new."""
    content = yaml.safe_load((_FOLDER / "bank.yaml").read_text(encoding="utf-8"))
    translations = {
        code: yaml.safe_load((_FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
        for code in TRANSLATED
    }
    scales = _scales(content["scales"], translations)
    themes = _themes(content["themes"], translations)
    found = [*_of_the_learner_survey(), *content["items"]]
    known = set(BankItem.objects.values_list("code", flat=True))
    new = [(at_, one) for at_, one in enumerate(found) if one["code"] not in known]
    if not new:
        return 0
    items = BankItem.objects.bulk_create(
        BankItem(
            code=one["code"],
            kind=one.get("kind", BankItem.Kind.ONE),
            theme=themes[one["theme"]],
            scale=scales[one["scale"]] if "scale" in one else None,
            branch=one.get("branch", ""),
            is_sensitive=one.get("sensitive", False),
            position=position,
            added_at=at,
        )
        for position, one in new
    )
    _bear_on_standards(items, [one for _, one in new], content["framework"])
    wordings = Wording.objects.bulk_create(
        Wording(item=item, number=1, series=1, label=one["label"], text=one["text"], made_at=at)
        for item, (_, one) in zip(items, new, strict=True)
    )
    WordingTranslation.objects.bulk_create(
        WordingTranslation(
            wording=wording, language=code, text=texts["items"][item.code], made_at=at
        )
        for item, wording in zip(items, wordings, strict=True)
        for code, texts in translations.items()
        if item.code in texts["items"]
    )
    record.record(
        action="listen.bank.load",
        subject=items[0],
        by=None,
        at=at,
        summary=f"The question bank that comes with the service: {len(items)} items.",
    )
    return len(items)


def _of_the_learner_survey() -> list[dict[str, Any]]:
    """The items of the yearly learner survey: code and words as they have always been."""
    return [
        {
            "code": item.code,
            "label": item.label,
            "text": item.wording,
            "theme": item.theme or _BRANCHES,
            "scale": item.scale,
            "branch": item.branch,
            "standards": item.standards,
        }
        for item in mapping.parse(shipped.learner_survey()).items
    ]


def _scales(listed: list[dict[str, Any]], translations: dict[str, Any]) -> dict[str, BankScale]:
    known = set(BankScale.objects.values_list("code", flat=True))
    BankScale.objects.bulk_create(
        BankScale(
            code=one["code"],
            name=one["name"],
            answers=[
                {
                    "value": answer["value"],
                    "labels": _in_languages(
                        answer["en"],
                        translations,
                        lambda texts, one=one, answer=answer: (
                            texts["answers"].get(one["code"], {}).get(answer["value"])
                        ),
                    ),
                    "score": answer.get("score"),
                    "positive": answer.get("positive", False),
                }
                for answer in one["answers"]
            ],
            offers_not_applicable=one.get("not_applicable", False),
            offers_prefer_not_to_say=one.get("prefer_not_to_say", True),
            position=position,
        )
        for position, one in enumerate(listed)
        if one["code"] not in known
    )
    return {one.code: one for one in BankScale.objects.all()}


def _themes(listed: list[dict[str, Any]], translations: dict[str, Any]) -> dict[str, BankTheme]:
    known = set(BankTheme.objects.values_list("code", flat=True))
    BankTheme.objects.bulk_create(
        BankTheme(
            code=one["code"],
            labels=_in_languages(
                one["en"], translations, lambda texts, one=one: texts["themes"].get(one["code"])
            ),
            position=position,
        )
        for position, one in enumerate(listed)
        if one["code"] not in known
    )
    return {one.code: one for one in BankTheme.objects.all()}


def _in_languages(english: str, translations: dict[str, Any], text_of: Any) -> dict[str, str]:
    others = {code: text_of(texts) for code, texts in translations.items()}
    return {words.FIRST: english} | {code: text for code, text in others.items() if text}


def _bear_on_standards(items: list[BankItem], listed: list[dict[str, Any]], framework: str) -> None:
    """Link items to the standards of that framework, as far as it is loaded."""
    numbers = dict(Standard.objects.filter(version__code=framework).values_list("number", "pk"))
    through = BankItem.standards.through
    through.objects.bulk_create(
        through(bankitem_id=item.pk, standard_id=numbers[number])
        for item, one in zip(items, listed, strict=True)
        for number in one.get("standards", ())
        if number in numbers
    )
