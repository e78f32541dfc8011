"""Move the closing day of a campaign, or the last day for late ones."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.campaigns import actions
from sightline.assess.returns.campaigns.models import Campaign
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form
from sightline.people.request import SignedInRequest


class DatesForm(Form):
    closes_date = DateField(label="Due by", help_text="Later ones are marked as late.")
    last_date = DateField(
        label="Last day for late ones", help_text="After it, what is not there is missing."
    )


@allow(Permission.RUN_CAMPAIGN)
def dates(request: SignedInRequest, code: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), code=code)
    form = DatesForm(
        request.POST or None,
        initial={"closes_date": campaign.closes_date, "last_date": campaign.last_date},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_dates(
                campaign=campaign, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("closes_date", str(refusal))
        else:
            messages.success(request, "The dates are changed.")
            return redirect("assess:returns:campaign", code=code)
    return render(
        request, "assess/returns/campaigns/pages/dates.jinja", {"campaign": campaign, "form": form}
    )
