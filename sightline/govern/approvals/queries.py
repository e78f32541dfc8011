"""How an approval stands, read from its record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.govern.approvals import rules
from sightline.govern.approvals.joining import queries as joining
from sightline.govern.approvals.models import Approval, ApprovalLine
from sightline.govern.approvals.words import ConditionState, Standing
from sightline.people.models import User


def standing_of(approval: Approval, day: date) -> Standing:
    """The same as ``with_standing`` gives a list. One query."""
    conditions = list(approval.conditions.values_list("state", "due_date"))
    return rules.standing(
        approval.state,
        review_date=approval.review_date,
        open_due=[due for state, due in conditions if state == ConditionState.OPEN],
        is_any_not_met=any(state == ConditionState.NOT_MET for state, _ in conditions),
        day=day,
    )


def missing(approval: Approval, lines: Sequence[ApprovalLine]) -> list[str]:
    """What an application lacks, in sentences."""
    return [
        said
        for lacks, said in (
            (not approval.what_for, "Say what learners will do here."),
            (not lines, "Add the learners that you apply for."),
            (
                not approval.supervision or not approval.supervisors,
                "Say who will supervise, and how many they are.",
            ),
        )
        if lacks
    ]


def may_write(approval: Approval, by: User) -> bool:
    """May they write the application: the place, the quality team, or who applied?

    Not everybody who sees it: an education provider that only relies on it changes nothing.
    """
    if not viewer.may(by, Permission.APPLY_FOR_APPROVAL, at=approval.organisation):
        return False
    if viewer.may(by, Permission.VIEW_APPROVALS, at=approval.organisation):
        return True
    return approval.education_provider_id in joining.schools_of(by)
