"""The request that an address names, or a 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from sightline.listen.care.models import DataRequest
from sightline.people.request import SignedInRequest


def found_for(request: SignedInRequest, reference: str) -> DataRequest:
    rows = DataRequest.objects.visible_to(request.user).select_related("recorded_by", "done_by")
    return get_object_or_404(rows, reference=reference)
