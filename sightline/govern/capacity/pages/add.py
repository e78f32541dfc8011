"""Record a number of learners of one place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.pages import fields
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.govern.capacity import actions
from sightline.govern.capacity.actions import NEEDS
from sightline.govern.capacity.words import Kind
from sightline.govern.pages.found import provider_or_part
from sightline.organisations.models import Profession
from sightline.organisations.words import Level as Study
from sightline.people.request import SignedInRequest

_HINTS: dict[str, str] = {
    Kind.APPROVED: "How many learners the place may take.",
    Kind.ACTUAL: "How many learners are there.",
}


class AddForm(Form):
    kind = RadioChoiceField(label="Which number is it?", choices=Kind.choices, hints=_HINTS)
    profession = forms.ModelChoiceField(
        label="Profession", queryset=Profession.objects.all(), empty_label="Choose a profession"
    )
    study = forms.ChoiceField(label="Level", choices=[("", "Choose a level"), *Study.choices])
    count = forms.IntegerField(label="How many learners?", min_value=0)
    from_date = DateField(label="First day of the period", help_text="For example, 1 9 2026")
    to_date = DateField(
        label="Last day of the period",
        help_text="Leave empty if it holds until there is a new number.",
        required=False,
    )
    said_date = DateField(
        label="Day on which it was counted or approved", latest=timezone.localdate
    )
    source = fields.line(
        "Where does the number come from?", 200, help_text="For example, an agreement or a count."
    )


@allow(Permission.VIEW_CAPACITY)
def add(request: SignedInRequest, level: str, code: str, part: str = "") -> HttpResponse:
    place = provider_or_part(request, Permission.VIEW_CAPACITY, level, code, part)
    kinds = [
        kind
        for kind, need in NEEDS.items()
        if viewer.may(request.user, need, at=place.organisation)
    ]
    if not kinds:
        raise Http404
    form = AddForm(request.POST or None, initial={"said_date": timezone.localdate()})
    asked: Any = form.fields["kind"]
    asked.choices = [(kind.value, kind.label) for kind in kinds]
    if len(kinds) == 1:
        asked.initial = kinds[0].value
    if request.method == "POST" and form.is_valid():
        try:
            actions.say(place=place, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The number is recorded. The ones before it are kept.")
            return redirect("govern:capacity:place", *place.arguments)
    return render(request, "govern/capacity/pages/add.jinja", {"form": form, "place": place})
