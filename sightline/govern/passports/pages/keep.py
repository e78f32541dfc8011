"""Keep a copy of a quality passport, for a decision that is made elsewhere."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.pages import fields
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.govern.pages.found import provider_or_part
from sightline.govern.passports import actions
from sightline.govern.passports.words import Audience
from sightline.people.request import SignedInRequest


class KeepForm(Form):
    for_what = fields.line(
        "What is the copy for?", 200, help_text="For example, a panel or a board meeting."
    )
    for_reference = fields.line(
        "Reference of the decision", 20, required=False, help_text="If it has one."
    )
    audience = RadioChoiceField(
        label="What may the copy show?", choices=Audience.choices, initial=Audience.PLACE
    )


@allow(Permission.VIEW_EVIDENCE)
def keep(request: SignedInRequest, level: str, code: str, part: str = "") -> HttpResponse:
    found = provider_or_part(request, Permission.VIEW_EVIDENCE, level, code, part)
    form = KeepForm(request.POST or None)
    asked: Any = form.fields
    if not viewer.may(request.user, Permission.VIEW_INTERNAL, at=found.organisation):
        del asked["audience"]
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.freeze(
                place=found, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made.reference} is kept. It does not change any more.")
            return redirect("govern:passports:kept", made.reference)
    return render(request, "govern/passports/pages/keep.jinja", {"form": form, "place": found})
