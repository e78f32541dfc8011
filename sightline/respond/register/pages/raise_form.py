"""What is asked when a concern is raised: only what its place can have."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from sightline.design.forms import Form, RadioChoiceField
from sightline.organisations.models import (
    LearningEnvironment,
    Organisation,
    Profession,
    Programme,
)
from sightline.respond.register import queries
from sightline.respond.register.models import Concern
from sightline.respond.register.pages import fields
from sightline.standards.models import FrameworkVersion, Standard


class RaiseForm(Form):
    environment = forms.ModelChoiceField(
        label="Which learning environment?",
        queryset=LearningEnvironment.objects.none(),
        empty_label="---------",
    )
    programme = forms.ModelChoiceField(
        label="Which programme?",
        queryset=Programme.objects.all(),
        empty_label="---------",
    )
    title = forms.CharField(
        label="Title",
        help_text="A few words that people will know it by.",
        validators=[MaxLengthValidator(160)],
    )
    summary = fields.prose(
        "What is the concern?",
        help_text="What happens, where and since when. Do not name learners.",
    )
    source = RadioChoiceField(label="How do you know about it?", choices=Concern.Source.choices)
    evidence_text = fields.prose(
        "What is the evidence?", help_text="Where it comes from, and its date.", rows=4
    )
    standards = fields.Several(
        label="Which standards does it bear on?", queryset=Standard.objects.none()
    )
    professions = fields.Several(
        label="Which professions are affected?",
        queryset=Profession.objects.all(),
        required=False,
    )
    learners_affected = fields.learners_affected()
    likelihood = fields.likelihood()
    impact = fields.impact()
    controls = fields.prose(
        "What controls are in place?",
        help_text="What is being done now to keep the risk down.",
        required=False,
        rows=3,
    )
    owner = fields.owner()
    next_review_date = fields.next_review()
    internal_summary = fields.prose(
        "What should only quality teams know?",
        help_text="The provider never sees this.",
        required=False,
        rows=4,
    )
    answer_to_person = fields.prose(
        "What do we tell the person who raised it?",
        help_text="They read it when they come back. Say that it is taken up, and what comes next.",
        rows=4,
    )
    share = RadioChoiceField(
        label="Share it with the provider now?",
        choices=[
            ("no", "No, not yet. You can share it later."),
            ("yes", "Yes. The provider and its ICB see everything but the internal part."),
        ],
    )

    def __init__(
        self,
        *args: Any,
        level: str,
        organisation: Organisation,
        sees_internal: bool,
        has_cause: bool,
        has_voice: bool,
        day: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields
        asked["environment"].queryset = organisation.environments.filter(closed_date=None)
        for name in ("environment", "programme"):
            if level != name:
                del asked[name]
        asked["standards"].queryset = _standards(day)
        asked["owner"].queryset = queries.possible_owners(organisation, day)
        if has_cause:
            asked["evidence_text"].required = False
            asked["evidence_text"].label = "What other evidence is there?"
        if not has_voice:
            del asked["answer_to_person"]
        if not sees_internal:
            del asked["internal_summary"], asked["share"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("likelihood", "impact"):
            if given.get(name):
                given[name] = int(given[name])
        given["standards"] = list(given.get("standards") or ())
        given["professions"] = list(given.get("professions") or ())
        return given


def _standards(day: date) -> Any:
    version = FrameworkVersion.in_force_on(day)
    return Standard.objects.filter(version=version).select_related("domain").order_by("position")
