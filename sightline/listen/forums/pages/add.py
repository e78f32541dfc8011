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
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.listen.forums import actions
from sightline.listen.forums.pages import fields
from sightline.listen.forums.words import KIND_HINTS, Kind
from sightline.people.request import SignedInRequest


class AddForm(Form):
    name = forms.CharField(label="Name of the forum", max_length=160)
    kind = RadioChoiceField(label="What kind is it?", choices=Kind.choices, hints=KIND_HINTS)
    purpose = fields.prose("What is it for?", help_text="What members are asked, and how often.")
    place = fields.PlaceField(
        label="For which region, ICB or provider?",
        help_text="A code or a name. Leave empty for the whole country.",
        required=False,
        max_length=120,
    )
    profession = fields.profession()
    programme = fields.programme()
    started_date = DateField(label="When did or does it start?", help_text="For example, 1 9 2026")


@allow(Permission.RUN_FORUMS)
def add(request: SignedInRequest) -> HttpResponse:
    form = AddForm(request.POST or None, initial={"started_date": timezone.localdate()})
    place: Any = form.fields["place"]
    place.patch = request.user.patch(Permission.RUN_FORUMS)
    if request.method == "POST" and form.is_valid():
        try:
            forum = actions.set_up(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{forum.name} is set up. Say next who its members are.")
            return redirect("listen:forums:show", reference=forum.reference)
    return render(request, "listen/forums/pages/add.jinja", {"form": form})
