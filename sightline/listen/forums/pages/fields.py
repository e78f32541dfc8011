"""Form fields that pages of forums and co-design ask with the same words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Model

from sightline.access.patch import Patch
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.people.models import User

LONGEST = 4000
MOST_NAMED = 5


def prose(label: str, *, rows: int = 4, **other: Any) -> forms.CharField:
    """A text of some sentences."""
    # As a validator: max_length would draw a counter under every text.
    return forms.CharField(
        label=label,
        validators=[MaxLengthValidator(LONGEST)],
        widget=forms.Textarea(attrs={"rows": rows}),
        **other,
    )


class Chosen(forms.ModelChoiceField):
    """One record of a list, shown by its name."""

    def label_from_instance(self, obj: Model) -> str:
        return obj.name if isinstance(obj, User) else str(obj)


class People(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Model) -> str:
        return obj.name if isinstance(obj, User) else str(obj)


def profession(label: str = "For which profession?") -> Chosen:
    return Chosen(
        queryset=Profession.objects.all(), label=label, empty_label="All of them", required=False
    )


def programme(label: str = "For which programme?") -> Chosen:
    return Chosen(
        queryset=Programme.objects.all(), label=label, empty_label="All of them", required=False
    )


class PlaceField(forms.CharField):
    """A region, ICB, provider or site by its code or name, inside a patch. Empty gives None.

    Set ``patch`` on the field of the form; without it nothing is found.
    """

    patch = Patch()

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return find_place(text, self.patch) if text else None


def places_called(text: str, patch: Patch, most: int) -> list[Organisation]:
    """Open organisations that a code or a name may mean; one where it means that one for certain.

    At most one more than ``most``, so that who asks can say that there are more.
    """
    inside = Organisation.objects.filter(patch.q(), closed_date=None)
    by_code = inside.filter(code__iexact=text).first()
    if by_code is not None:
        return [by_code]
    exact = list(inside.filter(name__iexact=text)[:2])
    return exact if len(exact) == 1 else list(inside.matching(text)[: most + 1])


def find_place(text: str, patch: Patch) -> Organisation:
    """The one open organisation of that code or name. Raises ValidationError with a sentence."""
    found = places_called(text, patch, MOST_NAMED)
    if not found:
        raise ValidationError(
            f"There is no organisation called “{text}” that you look after. Enter its code, or a "
            "part of its name"
        )
    if len(found) > 1:
        named = ", ".join(f"{one.name} ({one.code})" for one in found[:MOST_NAMED])
        raise ValidationError(f"More than one is called so: {named}. Enter the code of one")
    return found[0]
