"""Rounds for tests, made through the same actions as real ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sightline.conftest import NOW
from sightline.listen.bank.factories import make_item, make_scale
from sightline.listen.bank.models import BankItem
from sightline.listen.questionnaires.form import Choice, Form, Group, Language, Question
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.listen.rounds import actions
from sightline.listen.rounds.models import Collection
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.people.models import User


def make_notice(code: str = "learners") -> PrivacyNotice:
    found, _ = PrivacyNotice.objects.get_or_create(
        code=code,
        version=1,
        defaults={
            "title": "Surveys of learners",
            "purpose": "To make placements better.",
            "lawful_basis": "Public task.",
            "who_sees": "Nobody sees single answers.",
            "kept_for": "Ten years.",
            "contact": "privacy@example.org",
            "made_at": NOW,
        },
    )
    return found


def form_of(items: Sequence[BankItem]) -> Form:
    """A form with one group that asks these items of the bank."""
    scale = make_scale()
    questions = []
    for item in items:
        wording = item.wordings.order_by("-number")[0]
        questions.append(
            Question(
                item.code,
                "select_one",
                wording.in_languages(),
                choices=scale.code,
                item=item.code,
                item_version=wording.number,
            )
        )
    answers = tuple(Choice(one["value"], one["labels"]) for one in scale.answers)
    return Form(
        {"en": "A short survey"},
        (Group("supervision", tuple(questions), {"en": "Clinical supervision"}),),
        (Language("en", "English"),),
        {scale.code: answers},
    )


def make_version(
    by: User, items: Sequence[BankItem] = (), *, form: Form | None = None, published: bool = True
) -> QuestionnaireVersion:
    """A version of a questionnaire of its own; two items of the bank unless told otherwise."""
    form = form or form_of(items or [make_item(by), make_item(by, "The feedback was useful.")])
    number = Questionnaire.objects.count() + 1
    questionnaire = Questionnaire.objects.create(code=f"short-{number}", name=f"Survey {number}")
    return QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        number=1,
        definition=form.to_json(),
        source=QuestionnaireVersion.Source.BANK,
        made_at=NOW,
        made_by=by,
        published_at=NOW if published else None,
    )


def make_round(
    by: User, version: QuestionnaireVersion | None = None, *, at: datetime = NOW, **fields: Any
) -> Collection:
    """A round being prepared: open for two weeks from now, for everybody, with a notice."""
    given = {
        "name": "A short survey",
        "opens_at": at,
        "closes_at": at + timedelta(days=14),
        "notice": make_notice(),
        **fields,
    }
    return actions.make(version=version or make_version(by), by=by, at=at, **given)


def open_round(
    by: User, version: QuestionnaireVersion | None = None, *, at: datetime = NOW, **fields: Any
) -> Collection:
    """A round that can be answered."""
    return actions.open_(collection=make_round(by, version, at=at, **fields), by=by, at=at)
