"""Prepare a round of a whole questionnaire."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base import service_state
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.rounds import actions
from sightline.listen.rounds.pages.asked_of import PopulationForm, end_of, start_of
from sightline.listen.surveys.models import Survey
from sightline.people.request import SignedInRequest


class RoundForm(PopulationForm):
    version = forms.ModelChoiceField(
        QuestionnaireVersion.objects.exclude(published_at=None).select_related("questionnaire"),
        label="Questionnaire",
        help_text="Only what is published can be asked.",
    )
    survey = forms.ModelChoiceField(
        Survey.objects.all(),
        label="Of which survey is it a round?",
        required=False,
        empty_label="A survey of its own",
        help_text="Its trends run on from the earlier rounds. One round a year.",
    )
    name = forms.CharField(
        label="Name, if it is a survey of its own", required=False, max_length=160
    )
    label = forms.CharField(
        label="What is this round called?",
        required=False,
        max_length=80,
        help_text="Such as “Spring 2027”. Empty: month and year.",
    )
    opens_on = DateField(label="First day")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("survey") and not given.get("name", "").strip():
            self.add_error(
                "name", "Give the survey a name, or choose the one that it is a round of"
            )
        return given


@allow(Permission.RUN_ROUND)
def add(request: SignedInRequest) -> HttpResponse:
    form = RoundForm(request.POST or None, viewer=request.user)
    fields: dict[str, Any] = form.fields
    if not request.user.patch(Permission.RUN_ROUND).nation:
        # National surveys are continued by national leads.
        fields["survey"].queryset = Survey.objects.none()
    if request.method == "POST" and form.is_valid():
        given, at = form.cleaned_data, timezone.now()
        try:
            collection = actions.make(
                version=given["version"],
                survey=given["survey"],
                name=given["name"],
                label=given["label"],
                place=given["place"],
                access=given["access"],
                who=form.who,
                sampling=form.drawn,
                notice=given["notice"],
                shows=form.smallest,
                opens_at=start_of(given["opens_on"], at),
                closes_at=end_of(given["closes_on"]),
                is_made_up=service_state.holds_made_up_data(),
                by=request.user,
                at=at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("listen:rounds:show", pk=collection.pk)
    return render(request, "listen/rounds/pages/add.jinja", {"form": form})
