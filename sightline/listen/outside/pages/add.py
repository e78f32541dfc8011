"""Add a survey that did not come with the service."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.outside import actions
from sightline.people.request import SignedInRequest


class AddForm(Form):
    name = forms.CharField(label="Name of the survey", max_length=160)
    short_name = forms.CharField(label="Short name", max_length=40)
    publisher = forms.CharField(label="Who publishes it", max_length=120)
    minimum_n = forms.IntegerField(
        label="Fewest answers from which a result may be shown",
        help_text="The rule of the body that runs the survey. Below it nothing is stored or shown.",
        min_value=3,
        max_value=1000,
    )
    scale_note = forms.CharField(
        label="What the results are",
        help_text="For example: the share of learners who agreed.",
        max_length=400,
    )
    licence_note = forms.CharField(
        label="Licence, or what may be done with the results", max_length=400
    )


@allow(Permission.IMPORT_SURVEY)
def add(request: SignedInRequest) -> HttpResponse:
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.add_source(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error("short_name", str(refusal))
        else:
            return redirect("listen:outside:source", code=found.code)
    return render(request, "listen/outside/pages/add.jinja", {"form": form})
