"""What is kept and for how long, what is due, what was deleted, and which requests are open."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.care.models import DataRequest
from sightline.listen.care.retention import queries
from sightline.listen.care.retention.policy import UNCHECKED, policy_on
from sightline.people.request import SignedInRequest


@allow(Permission.CARE_FOR_DATA)
def hub(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    still_open = list(DataRequest.objects.visible_to(request.user).open())
    return render(
        request,
        "listen/care/pages/hub.jinja",
        {
            "standings": queries.standings(now),
            "runs": queries.last_runs(now),
            "policy": policy_on(today),
            "unchecked": UNCHECKED,
            "open": len(still_open),
            "overdue": sum(one.is_overdue(today) for one in still_open),
        },
    )
