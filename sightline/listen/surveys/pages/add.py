"""Add a survey that comes round again."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.forms import Form
from sightline.listen.surveys import actions
from sightline.people.request import SignedInRequest


class SurveyForm(Form):
    name = forms.CharField(
        label="Name", max_length=160, help_text="As people call it, such as “Learner survey”."
    )
    code = forms.SlugField(
        label="Code",
        max_length=40,
        help_text="Short, in small letters, such as “learner-survey”. It is the first line of the "
        "survey’s mappings and is never changed.",
        error_messages={"invalid": "The code may have letters, digits, hyphens and underscores"},
    )
    description = forms.CharField(
        label="What it asks, and whom", required=False, widget=forms.Textarea
    )


@allow(Permission.IMPORT_SURVEY)
def add(request: SignedInRequest) -> HttpResponse:
    form = SurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            survey = actions.add_survey(**form.cleaned_data, by=request.user, at=timezone.now())
        except actions.CannotAdd as refusal:
            form.add_error("code", str(refusal))
        else:
            return redirect("listen:surveys:show", code=survey.code)
    return render(request, "listen/surveys/pages/add.jinja", {"form": form})
