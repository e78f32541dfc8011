"""A provider asks to take more learners."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess import places
from sightline.assess.pages import fields
from sightline.assess.places import Level, Place
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form
from sightline.govern.expansions import actions
from sightline.organisations.models import LearningEnvironment, Organisation, Profession
from sightline.organisations.words import Level as Study
from sightline.people.models import User
from sightline.people.request import SignedInRequest


class AskForm(Form):
    place = forms.ChoiceField(
        label="Where would they learn?",
        help_text="The whole provider, a site or a learning environment.",
    )
    profession = forms.ModelChoiceField(
        label="Which profession?",
        queryset=Profession.objects.all(),
        empty_label="Choose a profession",
    )
    study = forms.ChoiceField(
        label="Which level?", choices=[("", "Choose a level"), *Study.choices]
    )
    extra = forms.IntegerField(
        label="How many more learners?", help_text="At one time.", min_value=1
    )
    from_date = DateField(label="From when?", help_text="For example, 1 9 2027")
    supervision = fields.prose(
        "Who would supervise them?",
        help_text="How many supervisors, and what time they have for it. Do not name people.",
    )
    why = fields.prose("Why could you take more?")


@allow(Permission.ASK_TO_EXPAND)
def ask(request: SignedInRequest) -> HttpResponse:
    form = AskForm(request.POST or None, initial={"place": request.GET.get("place", "")})
    asked: Any = form.fields["place"]
    asked.choices = [("", "Choose a place"), *_places(request.user)]
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        place = _place(given.pop("place"))
        try:
            if place is None:
                raise actions.CannotExpand("That place is not there any more. Choose another.")
            made = actions.ask(place=place, **given, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{made.reference} is sent. Your quality team and ICB can see it."
            )
            return redirect("govern:expansions:show", made.reference)
    return render(request, "govern/expansions/pages/ask.jinja", {"form": form})


def _places(user: User) -> list[tuple[str, str]]:
    """Providers, sites and open learning environments that the person answers for."""
    patch = user.patch(Permission.ASK_TO_EXPAND)
    found = [
        Place(Level.ORGANISATION, one)
        for one in Organisation.objects.filter(patch.q(), closed_date=None).order_by("name")
    ]
    found += [
        Place(Level.ENVIRONMENT, one.organisation, environment=one)
        for one in LearningEnvironment.objects.filter(patch.q("organisation"), closed_date=None)
        .select_related("organisation")
        .order_by("organisation__name", "name")
    ]
    return [(":".join(one.arguments), one.name) for one in found]


def _place(value: str) -> Place | None:
    level, code, *part = value.split(":")
    return places.find(level, code, part[0] if part else "")
