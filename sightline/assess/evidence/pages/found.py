from __future__ import annotations

from django.shortcuts import get_object_or_404

from sightline.assess.evidence.models import Evidence
from sightline.people.request import SignedInRequest


def evidence_for(request: SignedInRequest, reference: str) -> Evidence:
    """The evidence, or a 404 for whoever may not see it."""
    return get_object_or_404(
        Evidence.objects.visible_to(request.user).select_related(
            "organisation", "environment", "programme", "by", "file", "withdrawal__by"
        ),
        reference=reference,
    )
