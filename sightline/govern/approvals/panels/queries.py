from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from sightline.access.viewer import Viewer
from sightline.assess.evidence.models import Evidence
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.panels.models import Decision, Declaration, Panel, PanelMember
from sightline.govern.approvals.rules import Before, Member
from sightline.govern.approvals.words import Outcome
from sightline.organisations.models import Organisation
from sightline.people.models import GivenRole

MOST_EVIDENCE = 40


@dataclass(frozen=True)
class Seat:
    """Somebody on a panel with what they declared last, and whether they belong to the place."""

    member: PanelMember
    has_interest: bool
    note: str
    belongs_to_place: bool

    @property
    def as_rule(self) -> Member:
        return Member(self.member.name, self.has_interest, self.belongs_to_place)


def open_panel(approval: Approval) -> Panel | None:
    """The panel that has not decided yet."""
    return approval.panels.filter(decision=None).order_by("-number").first()


def seats(panel: Panel, organisation: Organisation, day: date) -> list[Seat]:
    """Three queries, however many sit there."""
    members = list(panel.members.select_related("user"))
    last: dict[int, Declaration] = {}
    for one in Declaration.objects.filter(member__panel=panel).order_by("at", "pk"):
        last[one.member_id] = one
    theirs = set(
        GivenRole.objects.in_force_on(day)
        .filter(
            user_id__in=[one.user_id for one in members if one.user_id],
            place__provider_id=organisation.provider_id,
        )
        .values_list("user_id", flat=True)
    )
    return [
        Seat(
            one,
            last[one.pk].has_interest if one.pk in last else False,
            last[one.pk].note if one.pk in last else "",
            one.belongs_to_place or one.user_id in theirs,
        )
        for one in members
    ]


def last_approving(approval: Approval) -> Decision | None:
    """The last decision that approved it; None before the first."""
    return (
        approval.decisions.filter(outcome__in=[Outcome.APPROVED, Outcome.CONDITIONS])
        .order_by("-at", "-pk")
        .first()
    )


def before(approval: Approval) -> Before | None:
    """What a decision would follow; None for the first that approves."""
    said = [
        (decided, review)
        for decided, review in approval.decisions.filter(
            outcome__in=[Outcome.APPROVED, Outcome.CONDITIONS]
        )
        .order_by("at", "pk")
        .values_list("decided_date", "review_date")
        if review is not None  # by a constraint
    ]
    return Before(first=said[0][0], last=said[-1][0], due=said[-1][1]) if said else None


def numbers_before(approval: Approval) -> dict[int, int]:
    """Learners at a time that it approved, by the key of the application's line."""
    last = last_approving(approval)
    return dict(last.numbers.values_list("line_id", "learners")) if last else {}


def citable(approval: Approval, viewer: Viewer) -> QuerySet[Evidence]:
    """Evidence about the place that a decision can cite, latest first."""
    return (
        Evidence.objects.visible_to(viewer)
        .filter(approval.place.q(), withdrawal=None)
        .order_by("-period_to", "-pk")
    )
