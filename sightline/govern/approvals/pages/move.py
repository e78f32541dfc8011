"""Send back, withdraw, suspend or end, each with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.pages.fields import prose
from sightline.design.forms import Form
from sightline.govern.approvals import actions, rules
from sightline.govern.approvals import queries as approvals
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.pages.forms import drawn
from sightline.govern.approvals.pages.found import approval_for, done
from sightline.govern.approvals.words import State
from sightline.people.models import User
from sightline.people.request import SignedInRequest


@dataclass(frozen=True)
class Way:
    """One way of moving an approval without a panel. ``link`` names it on the approval's page."""

    link: str
    says: str
    after: State
    permission: Permission
    do: Callable[..., Any]


WAYS = {
    "send-back": Way(
        "Send it back",
        "Those who applied can change it and send it in again.",
        State.DRAFT,
        Permission.DECIDE_APPROVAL,
        actions.send_back,
    ),
    "withdraw": Way(
        "Withdraw it",
        "It is not decided. It stays to be read.",
        State.WITHDRAWN,
        Permission.APPLY_FOR_APPROVAL,
        actions.withdraw,
    ),
    "suspend": Way(
        "Suspend it",
        "At once, until a panel decides. Tell those who rely on it: they are listed on its page.",
        State.SUSPENDED,
        Permission.DECIDE_APPROVAL,
        actions.suspend,
    ),
    "end": Way(
        "End it",
        "The place takes no more learners under it. It cannot be taken back: a new application is "
        "needed.",
        State.ENDED,
        Permission.DECIDE_APPROVAL,
        actions.end,
    ),
}


class ReasonForm(Form):
    reason = prose("Why?", rows=3)


def ways_for(approval: Approval, person: User) -> list[tuple[str, Way]]:
    """What somebody may do to it now."""
    return [
        (name, way)
        for name, way in WAYS.items()
        if way.after in rules.MOVES[State(approval.state)]
        and viewer.may(person, way.permission, at=approval.organisation)
        and (
            way.permission != Permission.APPLY_FOR_APPROVAL or approvals.may_write(approval, person)
        )
    ]


@allow(Permission.FIND_APPROVALS)
def move(request: SignedInRequest, reference: str, to: str) -> HttpResponse:
    found = approval_for(request, reference)
    way = dict(ways_for(found, request.user)).get(to)
    if way is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        moved = done(
            form,
            lambda: way.do(approval=found, **form.cleaned_data, by=request.user, at=timezone.now()),
        )
        if moved is not None:
            messages.success(request, f"{reference}: {moved.get_state_display().lower()}.")
            return redirect("govern:approvals:show", reference=reference)
    return drawn(
        request,
        found,
        form,
        title=way.link,
        texts=[way.says],
        button=way.link,
        variant="warning" if way.after in (State.ENDED, State.SUSPENDED) else None,
    )
