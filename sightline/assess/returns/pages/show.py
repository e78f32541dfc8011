"""One self-assessment: for the provider what there is to do, for others what was signed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns import queries
from sightline.assess.returns.answering import prefill
from sightline.assess.returns.letters.models import FeedbackLetter
from sightline.assess.returns.models import Return
from sightline.assess.returns.words import STATUS_COLOURS
from sightline.people.request import SignedInRequest
from sightline.standards.models import FrameworkVersion
from sightline.trail import record


@allow(Permission.VIEW_RETURNS)
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.visible_to(request.user).select_related(
            "campaign__framework", "organisation", "current__signed_by"
        ),
        reference=reference,
    )
    answers = found.may(request.user, Permission.ANSWER_RETURN)
    signs = found.may(request.user, Permission.SIGN_RETURN)
    status = found.status_on(timezone.localdate())
    in_force = FrameworkVersion.in_force_on(timezone.localdate())
    asked_in = found.campaign.framework
    context: dict[str, Any] = {
        "in_force": in_force if in_force and in_force.pk != asked_in.pk else None,
        "found": found,
        "status": (status.label, STATUS_COLOURS[status]),
        "answers": answers,
        "signs": signs,
        "may_take_out": found.current is None and request.user.can(Permission.RUN_CAMPAIGN),
        "reviews": found.may(request.user, Permission.REVIEW_RETURN),
        "letter": FeedbackLetter.objects.filter(signature=found.current).first()
        if found.current and found.is_read_inside(request.user)
        else None,
        "lines": record.lines_about(found, internal=False, limit=30),
    }
    if answers or signs:
        sections = queries.sections_of(found)
        context |= {
            "sections": sections,
            "is_ready": found.started_at is not None and all(one.is_finished for one in sections),
            "taken": sum(one.minutes_taken for one in sections),
            "owed": prefill.open_requirements(found.organisation),
            "versions": list(found.signatures.select_related("signed_by").defer("content")),
        }
    return render(request, "assess/returns/pages/show.jinja", context)
