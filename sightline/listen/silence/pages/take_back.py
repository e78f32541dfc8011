from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.silence import actions
from sightline.listen.silence.pages.no_action import found_for
from sightline.people.request import SignedInRequest


class TakeBackForm(Form):
    reason = forms.CharField(label="Why is it taken back?", max_length=1000, widget=forms.Textarea)


@allow(Permission.SIGN_NO_ACTION)
def take_back(request: SignedInRequest, reference: str) -> HttpResponse:
    """Something will be done after all."""
    found = found_for(request, reference)
    if not viewer.may(request.user, Permission.SIGN_NO_ACTION, at=found.organisation):
        raise Http404
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(
                no_action=found, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Taken back. These results are silent again.")
            return redirect("listen:silence:no_action", reference=reference)
    return render(request, "listen/silence/pages/take_back.jinja", {"found": found, "form": form})
