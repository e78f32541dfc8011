"""Who is asked: the part of a form that chooses a place, and people within it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.design.forms import DateField
from sightline.listen.rounds.actions import Sampling
from sightline.listen.rounds.models import Collection
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.listen.surveys.smallest_fields import SmallestForm
from sightline.organisations.models import Organisation, Profession, Programme

NATION = "England"
#: The notice that comes with the service for most rounds.
USUAL_NOTICE = "learners"
_CODES = re.compile(r"[\s,;]+")
_WIDE = (Organisation.Kind.REGION, Organisation.Kind.ICB)


def places_of(viewer: Viewer) -> list[tuple[str, str]]:
    """Where the viewer may run a round: the country, or regions (boards, providers) of theirs."""
    patch = viewer.patch(Permission.RUN_ROUND)
    regions = Organisation.objects.filter(patch.q(), kind=Organisation.Kind.REGION)
    places = [(one.code, one.name) for one in regions]
    return [(NATION, "The whole country"), *places] if patch.nation else places


def end_of(day: date) -> datetime:
    """The last minute of a day, as the clock on the wall has it."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


def start_of(day: date, at: datetime) -> datetime:
    """Eight in the morning of a day, or now when that has passed."""
    return max(timezone.make_aware(datetime.combine(day, time(8, 0))), at)


class PopulationForm(SmallestForm):
    """Fields that every way of making a round shares. Needs ``viewer``."""

    place = forms.ChoiceField(label="Who runs it, and where are people asked?")
    organisations = forms.MultipleChoiceField(
        label="Only in these regions or integrated care boards",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    providers = forms.CharField(
        label="Only at these providers",
        required=False,
        help_text="Their codes with spaces between, such as “RXX RYY”. Empty: all of them.",
    )
    professions = forms.ModelMultipleChoiceField(
        Profession.objects.all(),
        label="Only these professions",
        required=False,
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )
    programmes = forms.ModelMultipleChoiceField(
        Programme.objects.all(),
        label="Only these programmes",
        required=False,
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )
    access = forms.ChoiceField(
        label="Who can answer?",
        choices=Collection.Access.choices,
        initial=Collection.Access.BOTH,
        widget=forms.RadioSelect,
    )
    sampling = forms.ChoiceField(
        label="Who is invited from the roster?",
        choices=Collection.Sampling.choices,
        initial=Collection.Sampling.EVERYBODY,
        widget=forms.RadioSelect,
    )
    sample_size = forms.IntegerField(
        label="How many people in the sample?", required=False, min_value=1, max_value=1_000_000
    )
    quota_by = forms.ChoiceField(
        label="The same number from each",
        choices=[("", "–"), *Collection.QuotaBy.choices],
        required=False,
    )
    closes_on = DateField(label="Last day")
    notice = forms.ModelChoiceField(
        PrivacyNotice.objects.none(),
        label="Privacy notice",
        help_text="People read it before they answer. A round cannot open without one.",
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["place"].choices = places_of(viewer)
        wide = Organisation.objects.filter(
            viewer.patch(Permission.RUN_ROUND).q(), kind__in=_WIDE, closed_date=None
        ).order_by("region__name", "-kind", "name")
        fields["organisations"].choices = [(one.code, one.name) for one in wide]
        fields["notice"].queryset = PrivacyNotice.objects.visible_to(viewer).newest()
        if not self.is_bound:
            self.initial.setdefault("place", next(iter(places_of(viewer)), ("", ""))[0])
            self.initial.setdefault("closes_on", timezone.localdate() + timedelta(days=14))
            usual = fields["notice"].queryset.filter(code=USUAL_NOTICE).first()
            self.initial.setdefault("notice", usual.pk if usual else None)

    def clean_place(self) -> Organisation | None:
        code = self.cleaned_data["place"]
        return None if code == NATION else Organisation.objects.get(code=code)

    def clean_providers(self) -> list[str]:
        codes = [one.upper() for one in _CODES.split(self.cleaned_data["providers"]) if one]
        known = set(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
        if strange := [one for one in codes if one not in known]:
            raise forms.ValidationError(
                f"There is no provider with the code {', '.join(strange[:5])}. Mend the code."
            )
        return codes

    @property
    def who(self) -> dict[str, list[str]]:
        """The population, for ``actions.make``."""
        given = self.cleaned_data
        return {
            "organisations": [*given["organisations"], *given["providers"]],
            "professions": [one.code for one in given["professions"]],
            "programmes": [one.code for one in given["programmes"]],
        }

    @property
    def drawn(self) -> Sampling:
        given = self.cleaned_data
        return Sampling(given["sampling"], given["sample_size"], given["quota_by"])
