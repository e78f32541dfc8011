from __future__ import annotations

from typing import Any

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
from sightline.listen.comments.pages.list import found_for
from sightline.listen.comments.words import CHOICES, WithheldBecause
from sightline.people.request import SignedInRequest


class WithholdForm(Form):
    because = forms.ChoiceField(
        label="Why is it withheld?", choices=CHOICES, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="In your own words",
        help_text="Without anything that tells who somebody is: this stays in the record.",
        required=False,
        max_length=1000,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("because") == WithheldBecause.OTHER.name and not cleaned.get("reason"):
            self.add_error("reason", "Enter why it is withheld")
        return cleaned


@allow(Permission.MODERATE_COMMENTS)
def withhold(request: SignedInRequest, key: str) -> HttpResponse:
    comment = found_for(request, key)
    form = WithholdForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withhold(
                comment=comment, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The comment is withheld. Nobody else reads it.")
            return redirect("listen:comments:list")
    return render(
        request, "listen/comments/pages/withhold.jinja", {"comment": comment, "form": form}
    )
