"""What is asked about an item on more than one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from sightline.design.forms import Form
from sightline.standards.models import FrameworkVersion, Standard


def in_force() -> Any:
    """The standards of the framework in force today."""
    version = FrameworkVersion.in_force_on(timezone.localdate())
    return Standard.objects.filter(version=version).select_related("domain")


class StandardsField(forms.ModelMultipleChoiceField):
    """Standards of the framework in force, each with its number."""

    def __init__(self) -> None:
        super().__init__(
            Standard.objects.none(),
            label="Standards it bears on",
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


class DescribedForm(Form):
    """A form that asks what a question is like, and for its standards: those are fetched when it
    is drawn, not when it is imported."""

    is_sensitive = forms.BooleanField(
        label="Sensitive: about health, belief, identity or harm",
        help_text="Scored answers are counted as two, positive and other, and a group sees results "
        "only where several people gave each.",
        required=False,
    )
    standards = StandardsField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standards: Any = self.fields["standards"]
        standards.queryset = in_force()


def text_field(label: str = "The question", **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=600,
        help_text="One thing at a time, in plain words. People read it on a phone.",
        widget=forms.Textarea(attrs={"rows": 3}),
        **kwargs,
    )


def label_field() -> forms.CharField:
    return forms.CharField(
        label="Short name",
        max_length=120,
        help_text="For tables and charts, such as “Supervisor available”.",
    )
