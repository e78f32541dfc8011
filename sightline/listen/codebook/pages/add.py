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
from sightline.listen.codebook import actions
from sightline.listen.codebook.words import LONGEST_DESCRIPTION, LONGEST_NAME
from sightline.people.request import SignedInRequest


class CodeForm(Form):
    name = forms.CharField(
        label="Name of the code", help_text="Two or three words.", max_length=LONGEST_NAME
    )
    description = forms.CharField(
        label="When is it used, and when not?",
        help_text="So that two people code alike. The machine looks for these words as well.",
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea,
    )


@allow(Permission.CODE_COMMENTS)
def add(request: SignedInRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            code = actions.add(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"“{code.name}” is added.")
            return redirect("listen:codebook:list")
    return render(request, "listen/codebook/pages/add.jinja", {"form": form})
