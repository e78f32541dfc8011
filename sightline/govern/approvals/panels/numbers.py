"""What approvals say of a place's capacity: one approved number a profession and level."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from sightline.govern.approvals import rules
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.words import Outcome, State
from sightline.govern.capacity import actions as capacity
from sightline.govern.capacity.words import Kind
from sightline.people.models import User

_FOR = (Outcome.APPROVED, Outcome.CONDITIONS)


def say_approved(approval: Approval, *, day: date, by: User, at: datetime) -> None:
    """Record from a day how many learners the place takes, for the professions of an approval.

    A place may be approved in more than one setting: what they approve is added together. When an
    approval has ended, its learners are taken off; a suspended one keeps its number.
    """
    totals = _totals(approval)
    said: set[tuple[int, str]] = set()
    for line in approval.lines.select_related("profession"):
        key = (line.profession_id, line.level)
        if key in said:
            continue
        said.add(key)
        capacity.say(
            place=approval.place,
            profession=line.profession,
            study=line.level,
            kind=Kind.APPROVED,
            count=totals[key],
            from_date=day,
            to_date=None,
            said_date=day,
            source=f"Decision on approval {approval.reference}",
            because_reference=approval.reference,
            by=by,
            at=at,
        )


def _totals(approval: Approval) -> dict[tuple[int, str], int]:
    """Learners by profession and level, over all that is approved at the place now."""
    found: dict[tuple[int, str], int] = defaultdict(int)
    standing = Approval.objects.filter(
        organisation_id=approval.organisation_id,
        environment_id=approval.environment_id,
        state__in=[*rules.APPROVED, State.SUSPENDED],
    )
    for one in standing:
        last = one.decisions.filter(outcome__in=_FOR).order_by("-at", "-pk").first()
        for number in last.numbers.select_related("line") if last else ():
            found[number.line.profession_id, number.line.level] += number.learners
    return found
