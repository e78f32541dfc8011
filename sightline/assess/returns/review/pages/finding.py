"""From what was found in a review back to the very answer, for those who may read it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.attestation.rules import questions_of
from sightline.assess.returns.models import Return
from sightline.assess.returns.review.models import ReturnFinding
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_RETURNS)
def finding(request: SignedInRequest, commitment: str) -> HttpResponse:
    """To the version that was reviewed. Whoever sees the current one only is led to that."""
    made = get_object_or_404(
        ReturnFinding.objects.select_related(
            "signature__self_assessment__organisation", "signature__self_assessment__current"
        ).filter(signature__self_assessment__in=Return.objects.visible_to(request.user)),
        commitment__reference=commitment,
    )
    found, shown = made.signature.self_assessment, made.signature
    if found.current is not None and not found.is_read_inside(request.user):
        shown = found.current
    answer = f"#q-{made.question}" if made.question in questions_of(shown.content) else ""
    where = reverse("assess:returns:version", args=[found.reference, shown.number])
    return redirect(where + answer)
