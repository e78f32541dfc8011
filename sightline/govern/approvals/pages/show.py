"""One approval, from the application to its end: what was done, by whom, and what is next."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.govern.approvals import queries, rules
from sightline.govern.approvals.conditions.models import Condition
from sightline.govern.approvals.documents.models import ApprovalDocument
from sightline.govern.approvals.documents.queries import may_read_withdrawn
from sightline.govern.approvals.joining import queries as joining
from sightline.govern.approvals.models import Approval, Step
from sightline.govern.approvals.pages.found import approval_for
from sightline.govern.approvals.pages.move import ways_for
from sightline.govern.approvals.panels import queries as panels
from sightline.govern.approvals.panels.models import ApprovedNumber, Decision
from sightline.govern.approvals.words import STANDING_COLOURS, ConditionState, Standing, State
from sightline.people.request import SignedInRequest


@allow(Permission.FIND_APPROVALS)
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    found = approval_for(request, reference)
    today = timezone.localdate()
    standing = queries.standing_of(found, today)
    may_write = queries.may_write(found, request.user)
    may_decide = found.may(request.user, Permission.DECIDE_APPROVAL)
    lines = list(found.lines.select_related("profession", "programme"))
    asked = joining.assessment_of(found)
    documents = list(found.documents.select_related("withdrawal"))
    may_read = {one.pk for one in documents if may_read_withdrawn(one, found, request.user)}
    context: dict[str, Any] = {
        "found": found,
        "standing": (standing.label, STANDING_COLOURS[standing]),
        "needs_decision": standing in (Standing.NOT_MET, Standing.EXPIRED, Standing.SUSPENDED),
        "says": _says(found, standing, today),
        "lines": lines,
        "may_write": may_write,
        "may_decide": may_decide,
        "may_see_passport": found.may(request.user, Permission.VIEW_EVIDENCE),
        "may_see_capacity": found.may(request.user, Permission.VIEW_CAPACITY),
        "may_rely": found.state in rules.TAKEN and bool(joining.schools_of(request.user)),
        "ways": ways_for(found, request.user),
        "documents": documents,
        "may_read": may_read,
        "may_withdraw": may_read if may_write else set(),
        "asked": asked,
        "signed": joining.signed_assessment(found, today),
        "panels": _panels(found, today),
        "open_panel": panels.open_panel(found) if found.state in rules.WITH_PANEL else None,
        "has_panel": found.state in rules.WITH_PANEL,
        "decisions": _decisions(found),
        "conditions": [_condition(one, today) for one in found.conditions.all()],
        "reliances": found.reliances.select_related("education_provider", "programme", "by"),
        "questions": found.questions.select_related("by", "education_provider", "answer__by"),
        "timeline": [
            _entry(one) for one in found.steps.select_related("by").order_by("-at", "-pk")
        ],
    }
    may_invite = may_write and joining.may_invite(found, request.user, today)
    context["may_invite"] = may_invite
    if found.is_draft and may_write:
        context["tasks"] = _tasks(found, lines, asked is not None, may_invite=may_invite)
    return render(request, "govern/approvals/pages/show.jinja", context)


def _says(found: Approval, standing: Standing, today: date) -> str:
    """What somebody has to know first."""
    if standing == Standing.EXPIRED:
        return (
            "The review date is past, so nobody new can rely on it. It has not ended: a panel "
            "reviews it, or somebody ends it with a reason."
        )
    if standing == Standing.NOT_MET:
        return (
            "A condition was not met in time. It has not ended by itself: a panel decides what "
            "follows."
        )
    if standing == Standing.SUSPENDED:
        return "No learners may be sent until a panel has decided."
    if found.review_date and standing in rules.RELIABLE:
        ahead = (found.review_date - today).days
        if ahead <= max(rules.REMIND_DAYS):
            return f"The review is due in {ahead} days. Name a panel."
    return ""


def _tasks(
    found: Approval, lines: list[Any], is_asked: bool, *, may_invite: bool
) -> list[dict[str, Any]]:
    def item(text: str, name: str, is_done: bool, hint: str = "") -> dict[str, Any]:
        return {
            "text": text,
            "href": reverse(f"govern:approvals:{name}", args=[found.reference]),
            "hint": hint,
            "status": "Done" if is_done else "To do",
            "colour": None if is_done else "blue",
        }

    is_described = bool(found.what_for and found.supervision and found.supervisors)
    is_complete = not queries.missing(found, lines)
    return [
        item("What it is for, and who supervises", "what", is_described),
        item("Learners", "learners", bool(lines)),
        item(
            "Documents",
            "document",
            found.documents.standing().exists(),
            "As many as help the panel",
        ),
        item(
            "How ready the place is",
            "invite",
            is_asked,
            "Invite somebody of the place" if may_invite else "The place or the quality team says",
        ),
        item("Check and send in", "send", False, "" if is_complete else "Not ready yet"),
    ]


def _panels(found: Approval, today: date) -> list[dict[str, Any]]:
    return [
        {"panel": one, "seats": panels.seats(one, found.organisation, today)}
        for one in found.panels.order_by("-number")
    ]


def _decisions(found: Approval) -> list[Decision]:
    return list(
        found.decisions.select_related("lead", "by", "panel", "passport")
        .prefetch_related(
            "deciders",
            "evidence",
            Prefetch("documents", ApprovalDocument.objects.select_related("withdrawal")),
            Prefetch(
                "numbers",
                ApprovedNumber.objects.select_related("line__profession", "line__programme"),
            ),
        )
        .order_by("-at", "-pk")
    )


def _condition(one: Condition, today: date) -> dict[str, Any]:
    is_waiting = one.state in (ConditionState.OPEN, ConditionState.NOT_MET)
    late = (today - one.due_date).days if is_waiting else 0
    colours = {
        ConditionState.OPEN: "blue",
        ConditionState.MET: "green",
        ConditionState.NOT_MET: "red",
        ConditionState.REPLACED: "grey",
    }
    words, colour = one.get_state_display(), colours[ConditionState(one.state)]
    if one.state == ConditionState.OPEN and late > rules.GRACE_DAYS:
        words, colour = "Not met in time", "red"
    elif one.state == ConditionState.OPEN and late > 0:
        words, colour = "Late", "orange"
    return {"condition": one, "words": words, "colour": colour}


def _entry(step: Step) -> dict[str, Any]:
    return {
        "when": step.at,
        "who": step.by.name,
        "what": State(step.after).label,
        "text": step.reason,
    }
