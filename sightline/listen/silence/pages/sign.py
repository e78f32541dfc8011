from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.silence import actions, queries
from sightline.listen.silence.pages.chosen import subject
from sightline.people.request import SignedInRequest
from sightline.results.models import Measure


class SignForm(Form):
    measures = forms.ModelMultipleChoiceField(
        label="Nothing will be done about",
        queryset=Measure.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label="Because",
        help_text="A reason that learners and a committee can judge. Name nobody.",
        max_length=2000,
        widget=forms.Textarea,
    )
    signed = forms.BooleanField(
        label="I sign this. My name and today’s date stand beside it, and it cannot be changed.",
        error_messages={"required": "Tick the box to sign"},
    )


@allow(Permission.SIGN_NO_ACTION)
def sign(request: SignedInRequest, code: str) -> HttpResponse:
    """Sign that nothing will be done about low results, and why."""
    found = subject(request, code, Permission.SIGN_NO_ACTION)
    dataset = found.rounds.dataset
    lines = queries.lines(request.user, dataset, found.provider, found.programme)
    codes = [one.info.code for one in lines if not one.is_settled]
    form = SignForm(request.POST or None)
    asked: Any = form.fields["measures"]
    asked.queryset = Measure.objects.filter(survey=dataset.survey, code__in=codes)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign(
                organisation=found.provider,
                programme=found.programme,
                dataset=dataset,
                measures=list(form.cleaned_data["measures"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, "Signed. Others see your reason beside the results.")
            return redirect(reverse("listen:silence:show", args=[code]) + found.suffix)
    return render(
        request,
        "listen/silence/pages/sign.jinja",
        {"found": found, "form": form, "is_any": bool(codes)},
    )
