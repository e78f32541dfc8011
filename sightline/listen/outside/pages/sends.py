"""Say which education providers send learners to a place."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.outside import actions, queries
from sightline.listen.outside.models import EducationProvider
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest


class SendsForm(Form):
    education_provider = forms.ModelChoiceField(
        label="Education provider",
        queryset=EducationProvider.objects.all(),
        empty_label="Choose an education provider",
    )


@allow(Permission.LINK_EDUCATION)
def sends(request: SignedInRequest, code: str) -> HttpResponse:
    patch = request.user.patch(Permission.LINK_EDUCATION)
    organisation = get_object_or_404(Organisation.objects.filter(patch.q()).providers(), code=code)
    placings = queries.placings_at(request.user, organisation)
    form = SendsForm(request.POST if "education_provider" in request.POST else None)
    if request.method == "POST" and "end" in request.POST:
        found = next((one for one in placings if str(one.pk) == request.POST["end"]), None)
        if found is None:
            raise Http404
        actions.end_placing(placing=found, by=request.user, at=timezone.now())
        return redirect("listen:outside:sends", code=code)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_placing(
                organisation=organisation,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("education_provider", str(refusal))
        else:
            return redirect("listen:outside:sends", code=code)
    return render(
        request,
        "listen/outside/pages/sends.jinja",
        {"organisation": organisation, "placings": placings, "form": form},
    )
