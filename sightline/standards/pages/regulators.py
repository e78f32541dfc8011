"""Regulators' standards beside ours. Public."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sightline.access.allow import PUBLIC, allow
from sightline.access.permissions import Permission
from sightline.standards import crosswalk
from sightline.standards.models import Standard


@allow(PUBLIC)
def regulators(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "standards/pages/regulators.jinja",
        {"crosswalks": list(crosswalk.all_crosswalks().values())},
    )


@allow(PUBLIC)
def regulator(request: HttpRequest, code: str) -> HttpResponse:
    found = crosswalk.all_crosswalks().get(code)
    if found is None:
        raise Http404
    ours = Standard.objects.filter(version__code=found.framework).order_by("position")
    wordings = {one.number: one.wording for one in ours}
    asked_by: dict[str, list[crosswalk.Requirement]] = {number: [] for number in wordings}
    for one in found.requirements:
        for number in one.standards:
            asked_by.setdefault(number, []).append(one)
    user = request.user
    return render(
        request,
        "standards/pages/regulator.jinja",
        {
            "found": found,
            "wordings": wordings,
            "asked_by": asked_by,
            "may_see_evidence": user.is_authenticated and user.can(Permission.VIEW_EVIDENCE),
        },
    )
