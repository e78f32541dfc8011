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
from sightline.design.forms import Form, RadioChoiceField
from sightline.listen.codesign import actions
from sightline.listen.forums.models import Forum
from sightline.listen.forums.pages import fields
from sightline.listen.forums.running import run_by
from sightline.people.request import SignedInRequest


class AddForm(Form):
    title = forms.CharField(label="Title", max_length=160)
    purpose = fields.prose(
        "What is it for?",
        help_text="The group reads this first: what you want to solve, and what you will do with "
        "the result.",
    )
    place = fields.PlaceField(
        label="For which region, ICB or provider?",
        help_text="A code or a name. Leave empty for the whole country.",
        required=False,
        max_length=120,
    )
    profession = fields.profession()
    programme = fields.programme()
    forum = fields.Chosen(
        queryset=Forum.objects.none(),
        label="Does it belong to a forum?",
        empty_label="No",
        required=False,
    )
    takes_statements = RadioChoiceField(
        label="May people add statements of their own?",
        choices=[("yes", "Yes, and you read each before others see it"), ("no", "No")],
        initial="yes",
    )

    def clean_takes_statements(self) -> bool:
        return bool(self.cleaned_data["takes_statements"] == "yes")


@allow(Permission.RUN_FORUMS)
def add(request: SignedInRequest) -> HttpResponse:
    form = AddForm(request.POST or None)
    asked: Any = form.fields
    asked["place"].patch = request.user.patch(Permission.RUN_FORUMS)
    asked["forum"].queryset = Forum.objects.filter(pk__in=run_by(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The conversation is made. Write its first statements.")
            return redirect("listen:codesign:put", reference=made.reference)
    return render(request, "listen/codesign/pages/add.jinja", {"form": form})
