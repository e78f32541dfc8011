"""How far a run is; its file once it is whole; and who got none, with the reason."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.insight.reports import rules
from sightline.insight.reports.pages.found import run_for
from sightline.insight.reports.words import Outcome, State
from sightline.people.request import SignedInRequest

_REFRESH_SECONDS = 3
#: Providers named in each list; the file has them all.
_MOST = 100


@allow(Permission.VIEW_RESULTS)
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    found = run_for(request, pk)
    is_stuck = found.is_stuck(timezone.now())
    is_ready = found.state == State.DONE
    items = found.items.select_related("organisation")
    failed = list(items.filter(outcome=Outcome.FAILED)[: _MOST + 1])
    response = render(
        request,
        "insight/reports/pages/run.jinja",
        {
            "run": found,
            "is_stuck": is_stuck,
            "is_ready": is_ready,
            "kept_until": found.finished_at + timedelta(days=rules.KEPT_DAYS)
            if is_ready and found.finished_at
            else None,
            "failed": failed[:_MOST],
            "has_more_failed": len(failed) > _MOST,
            "too_few": items.filter(outcome=Outcome.TOO_FEW).count(),
        },
    )
    if found.is_live and not is_stuck:
        response["Refresh"] = str(_REFRESH_SECONDS)
    return response
