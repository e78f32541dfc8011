"""The person was answered: say how it ended."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.listen.care.requests import actions
from sightline.listen.care.requests.pages.found import found_for
from sightline.listen.care.words import Because, Outcome
from sightline.people.request import SignedInRequest


class FinishForm(Form):
    outcome = RadioChoiceField(label="How did the request end?", choices=Outcome.choices)
    because = forms.ChoiceField(
        label="If it was refused: why?", choices=[("", "Not refused"), *Because.choices],
        required=False,
    )  # fmt: skip


@allow(Permission.CARE_FOR_DATA)
def finish(request: SignedInRequest, reference: str) -> HttpResponse:
    one = found_for(request, reference)
    form = FinishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.finish(request=one, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The request is done. Who asked is not kept any more.")
            return redirect("listen:care:requests:show", reference)
    return render(request, "listen/care/requests/pages/finish.jinja", {"form": form, "one": one})
