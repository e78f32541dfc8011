"""Decide on a request to take more learners, with the quality passport beside it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.pages import fields
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.govern.capacity import queries as capacities
from sightline.govern.capacity.words import Kind
from sightline.govern.expansions import actions
from sightline.govern.expansions.models import ExpansionRequest
from sightline.govern.expansions.pages.show import request_for
from sightline.govern.expansions.words import OUTCOME_HINTS, Outcome
from sightline.people.request import SignedInRequest


class DecideForm(Form):
    outcome = RadioChoiceField(
        label="What do you decide?", choices=Outcome.choices, hints=OUTCOME_HINTS
    )
    extra = forms.IntegerField(
        label="How many more are approved?",
        help_text="Leave empty for “Not now”.",
        min_value=1,
        required=False,
    )
    from_date = DateField(
        label="From when?", help_text="Leave empty for the day that is asked for.", required=False
    )
    reasons = fields.prose("Reasons", help_text="The provider reads them. Do not name learners.")


@allow(Permission.APPROVE_CAPACITY)
def decide(request: SignedInRequest, reference: str) -> HttpResponse:
    found = request_for(request, reference)
    if not ExpansionRequest.objects.decided_by(request.user).filter(pk=found.pk).exists():
        raise Http404
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(request=found, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{reference} is decided.")
            return redirect("govern:expansions:show", reference)
    stands = capacities.standing(
        found.place, found.profession, found.study, Kind.APPROVED, found.from_date
    )
    return render(
        request,
        "govern/expansions/pages/decide.jinja",
        {"form": form, "found": found, "place": found.place, "stands": stands},
    )
