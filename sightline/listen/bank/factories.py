"""A small bank for tests: one theme, one scale, two items."""

from __future__ import annotations

from sightline.conftest import NOW
from sightline.listen.bank import actions
from sightline.listen.bank.models import BankItem, BankScale, BankTheme
from sightline.people.models import User
from sightline.standards.models import Standard

AGREEMENT = (
    ("strongly_agree", "Strongly agree", 100, True),
    ("agree", "Agree", 75, True),
    ("neither", "Neither agree nor disagree", 50, False),
    ("disagree", "Disagree", 25, False),
    ("strongly_disagree", "Strongly disagree", 0, False),
)


def make_theme(code: str = "supervision", label: str = "Clinical supervision") -> BankTheme:
    found, _ = BankTheme.objects.get_or_create(
        code=code, defaults={"labels": {"en": label}, "position": BankTheme.objects.count()}
    )
    return found


def make_scale(code: str = "agreement") -> BankScale:
    found, _ = BankScale.objects.get_or_create(
        code=code,
        defaults={
            "name": "Agreement",
            "position": 0,
            "answers": [
                {"value": value, "labels": {"en": text}, "score": score, "positive": positive}
                for value, text, score, positive in AGREEMENT
            ],
        },
    )
    return found


def make_item(by: User, text: str = "Somebody suitable was there.", **fields: object) -> BankItem:
    """An item on agreement, about supervision unless told otherwise."""
    given: dict[str, object] = {
        "label": text[:60],
        "kind": BankItem.Kind.ONE,
        "theme": make_theme(),
        "scale": make_scale(),
        "standards": Standard.objects.filter(number="3.1"),
        **fields,
    }
    return actions.add_item(text=text, by=by, at=NOW, **given)  # type: ignore[arg-type]
