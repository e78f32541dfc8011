"""The run of an address: only ever one's own."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from sightline.insight.reports.models import ReportRun
from sightline.people.request import SignedInRequest


def run_for(request: SignedInRequest, pk: int) -> ReportRun:
    """Raises Http404 for a stranger."""
    found = ReportRun.objects.visible_to(request.user).select_related("dataset", "place")
    return get_object_or_404(found, pk=pk)
