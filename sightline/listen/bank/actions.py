"""Every change to the question bank goes through here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.references import next_reference
from sightline.base.refusal import Refusal
from sightline.listen.bank import rules, words
from sightline.listen.bank.models import (
    BankItem,
    BankScale,
    BankTheme,
    Wording,
    WordingTranslation,
)
from sightline.people.models import User
from sightline.standards.models import Standard
from sightline.trail import record


class CannotChange(Refusal):
    """The bank would not be sound, or its history would be lost."""


@transaction.atomic
def add_item(
    *,
    text: str,
    label: str,
    kind: str,
    theme: BankTheme,
    scale: BankScale | None,
    branch: str = "",
    is_sensitive: bool = False,
    standards: Iterable[Standard] = (),
    by: User,
    at: datetime,
) -> BankItem:
    """A new item, with its first wording and a code that it keeps for ever.

    Raises:
        CannotChange: no words, no short name, or a list of answers that is missing.
    """
    viewer.require(by, Permission.MANAGE_QUESTIONNAIRES)
    if why := rules.against_wording(text, label):
        raise CannotChange(why)
    if (kind == BankItem.Kind.TEXT) != (scale is None):
        raise CannotChange(
            "Choose the answers that people may give. Free text has none."
            if scale is None
            else "Free text has no list of answers. Choose no answers, or another kind."
        )
    if is_sensitive and (why := rules.against_sensitive(kind, scale.answers if scale else ())):
        raise CannotChange(why)
    if branch and branch not in words.BRANCHES:
        raise CannotChange("Choose one of the professional groups listed.")
    last = BankItem.objects.filter(theme=theme).aggregate(last=Max("position"))["last"] or 0
    item = BankItem.objects.create(
        code=next_reference("I", timezone.localdate(at).year),
        kind=kind,
        theme=theme,
        scale=scale,
        branch=branch,
        is_sensitive=is_sensitive,
        position=last + 1,
        added_at=at,
    )
    item.standards.set(standards)
    Wording.objects.create(
        item=item,
        number=1,
        series=1,
        label=label.strip(),
        text=text.strip(),
        made_at=at,
        made_by=by,
    )
    _line("add_item", item, by, at, f"Added {item.code} to the question bank: {label.strip()}.")
    return item


@transaction.atomic
def change_wording(
    *,
    item: BankItem,
    text: str,
    label: str,
    is_comparable: bool | None,
    reason: str,
    by: User,
    at: datetime,
) -> Wording:
    """Put an item in other words from now on. Questionnaires that are published keep theirs.

    ``is_comparable`` must be said: may answers to the new words be compared with answers to the
    last ones? Where they may not, trends break. Translations do not carry over: they were
    translations of other words.
    """
    viewer.require(by, Permission.MANAGE_QUESTIONNAIRES)
    item = BankItem.objects.select_for_update().get(pk=item.pk)
    last = item.wordings.order_by("-number")[0]
    why = rules.against_wording(text, label) or rules.against_change(
        last.text, text, is_comparable, reason
    )
    if why:
        raise CannotChange(why)
    assert is_comparable is not None  # noqa: S101 - the rule has asked
    wording = Wording.objects.create(
        item=item,
        number=last.number + 1,
        series=rules.next_series(last.series, is_comparable),
        label=label.strip(),
        text=text.strip(),
        reason=reason.strip(),
        made_at=at,
        made_by=by,
    )
    said = "comparable with the last one" if is_comparable else "not comparable: trends break"
    _line(
        "change_wording", item, by, at, f"{item.code}: wording {wording.number}, {said}.", ["text"]
    )
    return wording


@transaction.atomic
def translate(
    *, wording: Wording, language: str, text: str, by: User, at: datetime
) -> WordingTranslation:
    """Put a wording in another language; the same text again changes nothing."""
    viewer.require(by, Permission.MANAGE_QUESTIONNAIRES)
    if why := rules.against_translation(language, text):
        raise CannotChange(why)
    BankItem.objects.select_for_update().get(pk=wording.item_id)
    last = wording.translations.filter(language=language).order_by("-pk").first()
    if last is not None and last.text == text.strip():
        return last
    made = WordingTranslation.objects.create(
        wording=wording, language=language, text=text.strip(), made_at=at, made_by=by
    )
    tongue = words.BY_CODE[language].english
    _line(
        "translate",
        wording.item,
        by,
        at,
        f"{wording.item.code}, wording {wording.number}: put into {tongue}.",
        [language],
    )
    return made


@transaction.atomic
def translate_labels(
    *,
    language: str,
    themes: Mapping[str, str],
    answers: Mapping[tuple[str, str], str],
    by: User,
    at: datetime,
) -> int:
    """Put the names of themes and the answers of scales into another language.

    ``themes`` gives texts by code, ``answers`` by scale and value; empty texts change nothing.
    Questionnaires that are published keep what they have. Says how many texts are new or changed.
    """
    viewer.require(by, Permission.MANAGE_QUESTIONNAIRES)
    if language == words.FIRST or language not in words.BY_CODE:
        raise CannotChange("Choose one of the languages listed.")
    changed: list[str] = []
    for theme in BankTheme.objects.select_for_update().filter(code__in=themes):
        text = themes[theme.code].strip()
        if text and theme.labels.get(language) != text:
            theme.labels[language] = text
            theme.save(update_fields=["labels"])
            changed.append(theme.code)
    wanted = {scale for scale, _ in answers}
    for scale in BankScale.objects.select_for_update().filter(code__in=wanted):
        new = 0
        for one in scale.answers:
            text = answers.get((scale.code, one["value"]), "").strip()
            if text and one["labels"].get(language) != text:
                one["labels"][language] = text
                new += 1
        if new:
            scale.save(update_fields=["answers"])
            changed += [f"{scale.code}: {new}"]
    if changed:
        tongue = words.BY_CODE[language].english
        record.record(
            action="listen.bank.translate_labels",
            subject=BankTheme.objects.order_by("position")[0],
            by=by,
            at=at,
            summary=f"Themes and answers of the question bank put into {tongue}.",
            reference=language,
            fields=changed,
        )
    return len(changed)


@transaction.atomic
def describe(
    *,
    item: BankItem,
    standards: Iterable[Standard],
    is_sensitive: bool,
    is_retired: bool,
    by: User,
    at: datetime,
) -> BankItem:
    """Say which standards an item bears on, whether it is sensitive, and whether it is retired.

    Raises:
        CannotChange: it cannot be sensitive with its answers.
    """
    viewer.require(by, Permission.MANAGE_QUESTIONNAIRES)
    item = BankItem.objects.select_for_update().get(pk=item.pk)
    answers = item.scale.answers if item.scale else ()
    if is_sensitive and (why := rules.against_sensitive(item.kind, answers)):
        raise CannotChange(why)
    meant = {one.pk for one in standards}
    changed = []
    if meant != set(item.standards.values_list("pk", flat=True)):
        item.standards.set(meant)
        changed.append("standards")
    for name, value in (("is_sensitive", is_sensitive), ("is_retired", is_retired)):
        if getattr(item, name) != value:
            setattr(item, name, value)
            changed.append(name)
    if changed:
        item.save(update_fields=["is_sensitive", "is_retired"])
        _line("describe", item, by, at, f"Changed what is said about {item.code}.", changed)
    return item


def _line(
    verb: str, item: BankItem, by: User, at: datetime, summary: str, fields: Iterable[str] = ()
) -> None:
    record.record(
        action=f"listen.bank.{verb}",
        subject=item,
        by=by,
        at=at,
        summary=summary,
        reference=item.code,
        fields=fields,
    )
