"""Cleaned answers as the action takes them, and as the person reads them once more."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sightline.design.show import format_date
from sightline.listen.voices import actions
from sightline.listen.voices.actions import CannotRaise
from sightline.listen.voices.pages.asking import (
    Answers,
    Step,
    begins_on,
    chosen_organisation,
)
from sightline.organisations.models import LearningEnvironment, Profession, Programme

#: Answers that the person gives with a yes or no.
_YES = ("names_individual", "may_publish", "wants_news")
_AS_THEY_ARE = (
    "kind",
    "who",
    "privacy",
    "what_happened",
    "place_text",
    "who_is_affected",
    "what_they_wish",
    "patients_safety",
    "somebodys_safety",
    "name",
    "email",
    "phone",
)


def said_from(given: dict[str, Any], answers: Answers) -> actions.Said:
    """What the person says, from answers that every page has found good."""
    organisation = chosen_organisation(answers)
    if organisation is None:
        raise CannotRaise("Choose the place or the region again.")
    plain: dict[str, Any] = {name: given.get(name, "") for name in _AS_THEY_ARE}
    plain |= {name: given.get(name) == "yes" for name in _YES}
    place = {organisation.pk, organisation.provider_id}
    return actions.Said(
        organisation=organisation,
        begins_on=begins_on(given, timezone.localdate()),
        environment=LearningEnvironment.objects.filter(
            pk=given.get("environment") or 0, organisation__in=place - {None}
        ).first(),
        profession=Profession.objects.filter(code=given.get("profession", "")).first(),
        programme=Programme.objects.filter(code=given.get("programme", "")).first(),
        **plain,
    )


def shown(step: Step, answers: Answers) -> list[tuple[str, str]]:
    """The questions of a page with what was answered, in words."""
    form = step.form(dict(answers), answers=answers)
    form.is_valid()
    found = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        choices = {str(key): str(text) for key, text in getattr(field, "choices", ())}
        text = choices.get(str(value), "" if value is None else str(value))
        if name == "begins_on" and value:
            text = format_date(value)
        found.append((str(field.label), text or "Nothing"))
    return found
