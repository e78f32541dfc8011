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
from sightline.respond.rounds import actions, rules
from sightline.respond.rounds.pages.found import found as found_at

#: Results that a refusal names; the page before has all of them.
_MOST_NAMED = 20


class CloseForm(Form):
    note = forms.CharField(
        label="Anything to note",
        help_text="For example, where it was agreed.",
        required=False,
        max_length=1000,
        widget=forms.Textarea,
    )


@allow(Permission.CLOSE_ROUND)
def close(request: SignedInRequest, survey: str, year: int, code: str) -> HttpResponse:
    """Close a round on the register, where nothing is left to settle."""
    found = found_at(request, survey, year, code, Permission.CLOSE_ROUND)
    form = CloseForm(request.POST or None)
    left: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(
                dataset=found.dataset,
                organisation=found.place,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except rules.StillSilent as refusal:
            form.add_error(None, str(refusal))
            left = list(refusal.left)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The round is closed here.")
            return redirect(found.href)
    return render(
        request,
        "respond/rounds/pages/close.jinja",
        {"found": found, "form": form, "left": left[:_MOST_NAMED], "more": left[_MOST_NAMED:]},
    )
