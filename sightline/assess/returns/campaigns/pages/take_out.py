"""Take a provider that was asked by mistake out of a campaign."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.campaigns import actions
from sightline.assess.returns.models import Return
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.people.request import SignedInRequest


class TakeOutForm(Form):
    reason = forms.CharField(
        label="Why is it taken out?",
        max_length=1000,
        widget=forms.Textarea,
        help_text="Such as: it has no learners any more. It stands on the page of the campaign.",
    )


@allow(Permission.RUN_CAMPAIGN)
def take_out(request: SignedInRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.visible_to(request.user)
        .filter(current=None)
        .select_related("campaign", "organisation"),
        reference=reference,
    )
    form = TakeOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_out(
                self_assessment=found, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, f"{found.organisation.name} is taken out.")
            return redirect("assess:returns:campaign", code=found.campaign.code)
    return render(
        request, "assess/returns/campaigns/pages/take_out.jinja", {"found": found, "form": form}
    )
