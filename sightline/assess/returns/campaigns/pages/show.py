"""How a campaign goes: for the region, or the whole country."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.campaigns import ladder, queries
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.models import Return
from sightline.assess.returns.reminders import queries as reminders
from sightline.assess.returns.words import Status
from sightline.people.request import SignedInRequest
from sightline.trail import record


@allow(Permission.VIEW_RETURNS)
def show(request: SignedInRequest, code: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), code=code)
    returns = Return.objects.visible_to(request.user).filter(campaign=campaign)
    lines = queries.progress(returns, timezone.localdate())
    return render(
        request,
        "assess/returns/campaigns/pages/show.jinja",
        {
            "campaign": campaign,
            "lines": lines,
            "statuses": list(Status),
            "totals": [(one, sum(line.number(one) for line in lines)) for one in Status],
            "reminded": reminders.outcomes(returns),
            "steps": [
                (campaign.closes_date + timedelta(days=one.days), one)
                for one in ladder.find(campaign.ladder).steps
            ],
            "taken_out": Return.everything.visible_to(request.user)
            .filter(campaign=campaign, taken_out_at__isnull=False)
            .select_related("organisation"),
            "trail": record.lines_about(campaign, internal=False, limit=30),
            "least": queries.LEAST_MEASURED,
            "may_run": request.user.can(Permission.RUN_CAMPAIGN),
            "may_report": request.user.can(Permission.REVIEW_RETURN),
        },
    )
