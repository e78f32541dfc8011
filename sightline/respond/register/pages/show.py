from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.commitments.words import STATUS_WORDS
from sightline.listen.voices import queries as voices
from sightline.people.models import User
from sightline.people.request import SignedInRequest
from sightline.respond.register import rules
from sightline.respond.register.models import Concern, Evidence, Standing
from sightline.respond.register.pages.found import concern_for
from sightline.respond.register.queries import dossier
from sightline.trail import record


@allow(Permission.VIEW_CONCERNS)
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    concern = concern_for(request, reference)
    user = request.user
    sees_internal = viewer.may(user, Permission.VIEW_INTERNAL, at=concern.organisation)
    about = dossier.shared_part(concern)
    internal = dossier.internal_part(concern) if sees_internal else None
    evidence = (*about.evidence, *(internal.evidence if internal else ()))
    today = timezone.localdate()
    context: dict[str, Any] = {
        "about": about,
        "is_shared": concern.shared_at is not None,
        "shared_at": concern.shared_at,
        "today": today,
        "age": (today - timezone.localdate(concern.raised_at)).days,
        "internal": internal,
        "links": frozenset(one.pk for one in evidence if may_open(one, concern, user)),
        "voices": list(voices.of_concern(concern.reference, user)),
        "commitments": dossier.commitments_of(concern, user),
        "commitment_words": STATUS_WORDS,
        "doings": doings(concern, about.standing, user),
        "trail": record.lines_about(concern, internal=sees_internal),
    }
    return render(request, "respond/register/pages/show.jinja", context)


def may_open(evidence: Evidence, concern: Concern, user: User) -> bool:
    """May this person open the page of what the evidence froze?"""
    place = concern.organisation
    if evidence.kind == Evidence.Kind.FORUM:
        return viewer.may(user, Permission.VIEW_FORUMS, at=place)
    if evidence.kind == Evidence.Kind.SIGNAL:
        return viewer.may(user, Permission.JUDGE_STANDARDS, at=place)
    if user.patch(Permission.VIEW_RESULTS).nation:
        return True
    return evidence.group_code == place.code and viewer.may(user, Permission.VIEW_RESULTS, at=place)


def doings(concern: Concern, standing: Standing, user: User) -> list[dict[str, str]]:
    """What this person can do with the concern as it stands: text and address, likeliest first."""
    place = concern.organisation
    state = standing.state
    is_open, is_shared = state == rules.OPEN, concern.shared_at is not None
    is_live = state != rules.CLOSED
    has_provider = place.kind in rules.KINDS_FOR_LEVEL["organisation"]
    manage = viewer.may(user, Permission.MANAGE_CONCERN, at=place)
    offered = (
        ("answer", "Answer", viewer.may(user, Permission.ANSWER_CONCERN, at=place) and is_live),
        ("review", "Review", manage and is_live),
        (
            "decide",
            "Decide a category",
            viewer.may(user, Permission.DECIDE_CATEGORY, at=place) and is_open,
        ),
        (
            "commit",
            "Agree a commitment",
            viewer.may(user, Permission.AGREE_COMMITMENT, at=place) and is_live and is_shared,
        ),
        ("share", "Share with the provider", manage and not is_shared),
        ("ask", "Ask the provider", manage and is_live and is_shared and has_provider),
        ("evidence", "Add evidence", manage),
        ("note", "Write a note", manage),
        ("close", "Close", manage and is_open),
        ("close", "End the monitoring", manage and state == rules.MONITORING),
        ("reopen", "Reopen", manage and rules.OPEN in rules.NEXT_STATES[state]),
    )
    return [
        {"text": text, "href": reverse(f"respond:register:{page}", args=[concern.reference])}
        for page, text, may in offered
        if may
    ]
