"""Erase what was found, class by class."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.care.requests import actions, finding
from sightline.listen.care.requests.pages.found import found_for
from sightline.people.request import SignedInRequest


class EraseForm(Form):
    codes = forms.MultipleChoiceField(label="What is erased?", widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label="Erase it. Nobody can bring it back.")


@allow(Permission.CARE_FOR_DATA)
def erase(request: SignedInRequest, reference: str) -> HttpResponse:
    one = found_for(request, reference)
    try:
        found = [each for each in finding.search(one) if each.records]
    except Refusal:
        return redirect("listen:care:requests:show", reference)  # which says why
    form = EraseForm(request.POST or None)
    form.fields["codes"].choices = [  # type: ignore[attr-defined]
        (each.kind.code, f"{each.kind.name} ({each.count:,})") for each in found if each.kind.erase
    ]
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.erase(
                request=one, codes=form.cleaned_data["codes"], by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if any(each["refused"] for each in done.done):
                messages.warning(request, "A part was not erased. The reasons are below.")
            else:
                messages.success(request, "It is erased. Answer the person, then finish.")
            return redirect("listen:care:requests:show", reference)
    return render(
        request,
        "listen/care/requests/pages/erase.jinja",
        {"form": form, "one": one, "stays": [each for each in found if not each.kind.erase]},
    )
