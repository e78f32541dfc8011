"""Form fields that pages of this stage ask with the same words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet

from sightline.standards.models import FrameworkVersion, Standard

#: Longer than anything anybody needs to say here; a limit so that nobody fills the disk.
LONGEST = 6000


def prose(label: str, *, rows: int = 4, **other: Any) -> forms.CharField:
    """A text of some sentences."""
    # As a validator: max_length would draw a counter under every text.
    return forms.CharField(
        label=label,
        validators=[MaxLengthValidator(LONGEST)],
        widget=forms.Textarea(attrs={"rows": rows}),
        **other,
    )


def line(label: str, longest: int, **other: Any) -> forms.CharField:
    """A few words."""
    return forms.CharField(label=label, validators=[MaxLengthValidator(longest)], **other)


class Several(forms.ModelMultipleChoiceField):
    """Any number of records, each with a tick box."""

    widget = forms.CheckboxSelectMultiple


def standards_of(day: date) -> QuerySet[Standard]:
    """The standards in force on a day, as the picker takes them."""
    version = FrameworkVersion.in_force_on(day)
    return Standard.objects.filter(version=version).select_related("domain").order_by("position")
