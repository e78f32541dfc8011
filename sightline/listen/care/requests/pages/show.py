"""A request: who asks, what was found by class, and what nobody can find and why."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.care.requests import finding
from sightline.listen.care.requests.kinds import KINDS, NOT_JOINED
from sightline.listen.care.requests.pages.found import found_for
from sightline.listen.care.words import Identity, State
from sightline.people.request import SignedInRequest
from sightline.trail.record import lines_about


@allow(Permission.CARE_FOR_DATA)
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    one = found_for(request, reference)
    sought, found, problem = None, None, ""
    if one.state == State.OPEN:
        try:
            sought = finding.sought_by(one)
            if one.identity != Identity.OPEN:
                found = finding.search(one)
        except Refusal as refusal:
            problem = str(refusal)
    names = {kind.code: kind.name for kind in KINDS}
    return render(
        request,
        "listen/care/requests/pages/show.jinja",
        {
            "one": one,
            "sought": sought,
            "found": found,
            "found_then": [(names.get(code, code), count) for code, count in one.found.items()],
            "problem": problem,
            "overdue": one.is_overdue(timezone.localdate()),
            "not_joined": NOT_JOINED,
            "lines": lines_about(one, internal=True),
        },
    )
