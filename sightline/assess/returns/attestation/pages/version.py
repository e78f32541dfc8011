"""A signed version. Eyes outside the provider and its reviewers see the current one only."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.attestation import rules
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.models import Return
from sightline.assess.returns.words import OUTCOME_COLOURS
from sightline.organisations.models import Profession
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_RETURNS)
def version(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.visible_to(request.user).select_related("campaign", "organisation"),
        reference=reference,
    )
    shown = get_object_or_404(
        Signature.objects.select_related("signed_by"), self_assessment=found, number=number
    )
    sees_all = found.is_read_inside(request.user)
    if not sees_all and shown.pk != found.current_id:
        raise Http404
    before = (
        Signature.objects.filter(self_assessment=found, number=number - 1).first()
        if sees_all
        else None
    )
    return render(
        request,
        "assess/returns/attestation/pages/version.jinja",
        {
            "found": found,
            "shown": shown,
            "sees_all": sees_all,
            "is_current": shown.pk == found.current_id,
            "before": before,
            "changes": rules.differences(before.content, shown.content) if before else [],
            "label_of": rules.label_of,
            "colours": OUTCOME_COLOURS,
            "professions": dict(Profession.objects.values_list("code", "name")),
        },
    )
