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
from sightline.people.request import SignedInRequest
from sightline.respond.rounds import actions
from sightline.respond.rounds.pages.found import found as found_at


class OpenAgainForm(Form):
    reason = forms.CharField(
        label="Why is it opened again?", max_length=1000, widget=forms.Textarea
    )


@allow(Permission.CLOSE_ROUND)
def open_again(request: SignedInRequest, survey: str, year: int, code: str) -> HttpResponse:
    found = found_at(request, survey, year, code, Permission.CLOSE_ROUND)
    form = OpenAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_again(
                dataset=found.dataset,
                organisation=found.place,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The round is open here again.")
            return redirect(found.href)
    return render(request, "respond/rounds/pages/open_again.jinja", {"found": found, "form": form})
