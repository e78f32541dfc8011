"""Campaigns of self-assessment."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.campaigns.models import Campaign
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_RETURNS)
def list_campaigns(request: SignedInRequest) -> HttpResponse:
    return render(
        request,
        "assess/returns/campaigns/pages/list.jinja",
        {
            "campaigns": Campaign.objects.visible_to(request.user).annotate(
                asked=Count("returns", filter=Q(returns__taken_out_at=None)),
                signed=Count("returns__first_signed_date"),
            ),
            "today": timezone.localdate(),
            "may_run": request.user.can(Permission.RUN_CAMPAIGN),
        },
    )
