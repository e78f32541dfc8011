"""Form fields that several pages of the register ask with the same words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Model

from sightline.design.forms import DateField, RadioChoiceField
from sightline.people.models import User
from sightline.respond.register import words

#: Longer than anything anybody needs to say here; a limit so that nobody fills the disk.
LONGEST = 6000


def prose(label: str, *, rows: int = 5, **other: Any) -> forms.CharField:
    """A text of some sentences."""
    # As a validator: max_length would draw a counter under every text.
    return forms.CharField(
        label=label,
        validators=[MaxLengthValidator(LONGEST)],
        widget=forms.Textarea(attrs={"rows": rows}),
        **other,
    )


def _scale(label: str, steps: Iterable[words.Step], hint: str) -> RadioChoiceField:
    steps = list(steps)
    return RadioChoiceField(
        label=label,
        choices=[(str(step.number), str(step)) for step in steps],
        hints={str(step.number): step.meaning for step in steps},
        help_text=hint,
    )


def likelihood() -> RadioChoiceField:
    return _scale("How likely is it?", words.LIKELIHOOD, "With the controls that are in place now.")


def impact() -> RadioChoiceField:
    return _scale("How bad would it be?", words.IMPACT, "For learners, and for patients.")


def learners_affected() -> forms.IntegerField:
    return forms.IntegerField(
        label="How many learners are affected?",
        help_text="Your best estimate. Leave empty if you do not know.",
        required=False,
        min_value=0,
        max_value=100_000,
    )


def next_review(**other: Any) -> DateField:
    return DateField(label="Date of next review", help_text="For example, 24 11 2027", **other)


def owner() -> Chosen:
    """Give it ``queries.possible_owners`` of the place as its queryset."""
    return Chosen(
        queryset=User.objects.none(),
        label="Who owns this concern?",
        help_text="Somebody on the quality team who makes sure that it moves.",
        empty_label="---------",
    )


class Chosen(forms.ModelChoiceField):
    """One record of a list, shown by its name."""

    def label_from_instance(self, obj: Model) -> str:
        return obj.name if isinstance(obj, User) else str(obj)


class Several(forms.ModelMultipleChoiceField):
    """Any number of records, each with a tick box."""

    widget = forms.CheckboxSelectMultiple
