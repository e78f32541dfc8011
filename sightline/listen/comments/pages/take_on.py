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
from sightline.listen.comments import actions
from sightline.listen.comments.pages.list import found_for, why
from sightline.people.request import SignedInRequest


class TakeOnForm(Form):
    note = forms.CharField(
        label="What do you do about it?",
        help_text="Whom you told and when, the reference of a concern that you raised, or why it "
        "is not urgent. Without names.",
        max_length=1000,
        widget=forms.Textarea,
    )


@allow(Permission.MODERATE_COMMENTS)
def take_on(request: SignedInRequest, key: str) -> HttpResponse:
    """Say what is done about a comment that may be urgent."""
    comment = found_for(request, key)
    form = TakeOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_on(
                comment=comment, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Stored. Now decide whether others may read the comment.")
            return redirect("listen:comments:show", key=key)
    return render(
        request,
        "listen/comments/pages/take_on.jinja",
        {"comment": comment, "form": form, "why": why(comment)},
    )
