from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.judgements.models import Judgement
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_EVIDENCE)
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    judgement = get_object_or_404(
        Judgement.objects.visible_to(request.user).select_related(
            "organisation", "environment", "programme", "standard__version", "by", "supersedes",
            "superseded_by",
        ),
        reference=reference,
    )  # fmt: skip
    inside = viewer.may(request.user, Permission.VIEW_INTERNAL, at=judgement.organisation)
    cited = list(judgement.cited.select_related("evidence__withdrawal"))
    seen = [one for one in cited if inside or not one.is_internal]
    return render(
        request,
        "assess/judgements/pages/show.jinja",
        {
            "judgement": judgement,
            "place": judgement.place,
            "cited": seen,
            "kept_back": len(cited) - len(seen),
            "successor": getattr(judgement, "superseded_by", None),
        },
    )
