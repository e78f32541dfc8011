from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.evidence import queries
from sightline.assess.evidence.pages.found import evidence_for
from sightline.assess.judgements.models import Judgement
from sightline.people.request import SignedInRequest
from sightline.standards import crosswalk
from sightline.standards.succession import queries as succession
from sightline.trail import record


@allow(Permission.VIEW_EVIDENCE)
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    evidence = evidence_for(request, reference)
    standards = list(evidence.standards.select_related("domain", "version").order_by("position"))
    lineage = succession.lineage_on(timezone.localdate())
    numbers = lineage.numbers(one.pk for one in standards)
    withdrawal = getattr(evidence, "withdrawal", None)
    inside = viewer.may(request.user, Permission.VIEW_INTERNAL, at=evidence.organisation)
    cited_in = Judgement.objects.visible_to(request.user).filter(cited__evidence=evidence)
    return render(
        request,
        "assess/evidence/pages/show.jinja",
        {
            "evidence": evidence,
            "place": evidence.place,
            "standards": standards,
            "serves": crosswalk.asking_for(numbers, lineage),
            "professions": list(evidence.professions.all()),
            "file": getattr(evidence, "file", None),
            "withdrawal": withdrawal,
            "is_fresh": evidence.is_fresh(timezone.localdate()),
            "may_withdraw": withdrawal is None and queries.may_withdraw(evidence, request.user),
            "cited_in": cited_in.select_related("standard").distinct(),
            "trail": record.lines_about(evidence, internal=True) if inside else [],
        },
    )
