"""Begin a questionnaire by hand."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base import service_state
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.questionnaires.editing import actions
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.people.request import SignedInRequest


class BeginForm(Form):
    name = forms.CharField(label="Name", max_length=160)
    code = forms.SlugField(
        label="Code",
        max_length=40,
        help_text="Small letters, figures and hyphens, such as “night-shifts”. It stays for good.",
    )
    audience = forms.ChoiceField(
        label="Who answers it?",
        choices=Questionnaire.Audience.choices,
        widget=forms.RadioSelect,
    )
    like = forms.ModelChoiceField(
        QuestionnaireVersion.objects.exclude(published_at=None).select_related("questionnaire"),
        label="Begin with the questions of",
        required=False,
        empty_label="None: an empty one",
    )


@allow(Permission.MANAGE_QUESTIONNAIRES)
def add(request: SignedInRequest) -> HttpResponse:
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.begin(
                **form.cleaned_data,
                is_made_up=service_state.holds_made_up_data(),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            return redirect("listen:editing:show", form.cleaned_data["code"])
    may_run = request.user.can(Permission.RUN_ROUND)
    return render(
        request,
        "listen/questionnaires/editing/pages/add.jinja",
        {"form": form, "may_run": may_run},
    )
