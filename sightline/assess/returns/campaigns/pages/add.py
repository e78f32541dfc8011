"""Make a campaign: its name and days."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.campaigns import actions
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form
from sightline.people.request import SignedInRequest


class CampaignForm(Form):
    name = forms.CharField(
        label="Name", max_length=120, help_text="Such as “Self-assessment 2026”."
    )
    code = forms.CharField(
        label="Code",
        max_length=12,
        help_text="Short, for references and addresses, such as 2026.",
    )
    opens_date = DateField(label="Opens on", help_text="From this day providers can answer.")
    closes_date = DateField(label="Due by", help_text="Later ones are marked as late.")
    last_date = DateField(
        label="Last day for late ones",
        help_text="After it no more are taken, and what is not there is marked as missing.",
    )


@allow(Permission.RUN_CAMPAIGN)
def add(request: SignedInRequest) -> HttpResponse:
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error("code" if "code" in str(refusal) else "closes_date", str(refusal))
        else:
            return redirect("assess:returns:ask", code=made.code)
    return render(request, "assess/returns/campaigns/pages/add.jinja", {"form": form})
