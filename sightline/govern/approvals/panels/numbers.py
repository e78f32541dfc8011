"""What approvals change about a place's capacity.

The approved number of a place is the one in ``govern/capacity``, and there alone: decisions on
approvals, requests to expand and lists all write to it. So a decision adds to it or takes from it
what it changes, and what others have approved there stays.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from sightline.govern.approvals import rules
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.panels import queries
from sightline.govern.approvals.words import State
from sightline.govern.capacity import actions as capacity
from sightline.govern.capacity import queries as capacities
from sightline.govern.capacity.words import Kind
from sightline.organisations.models import Profession
from sightline.people.models import User

#: Learners at a time by the key of their profession and their level.
Numbers = Counter[tuple[int, str]]


def of_last_decision(approval: Approval) -> Numbers:
    """What the last decision that approved it approved; nothing before the first."""
    found: Numbers = Counter()
    last = queries.last_approving(approval)
    for number in last.numbers.select_related("line") if last else ():
        found[number.line.profession_id, number.line.level] += number.learners
    return found


def in_force(approval: Approval) -> Numbers:
    """The same while it is approved, or suspended; nothing once it has come to its end."""
    counts = approval.state in {*rules.APPROVED, State.SUSPENDED}
    return of_last_decision(approval) if counts else Counter()


def say_changed(
    approval: Approval, before: Numbers, after: Numbers, *, day: date, by: User, at: datetime
) -> None:
    """Change the approved numbers of the place from a day on by what a decision changes.

    A number that begins later, or holds for a while only, is changed by as much. Where no number is
    known, what is approved here is the number; when that is nothing, it stays not known. The caller
    has taken its turn (capacity/turns.py).
    """
    professions = Profession.objects.in_bulk({key[0] for key in {*before, *after}})
    for key in sorted({*before, *after}):
        profession, level = professions[key[0]], key[1]
        change = after[key] - before[key]
        for step in capacities.steps(approval.place, profession, level, Kind.APPROVED, day):
            if step.count is None and not after[key]:
                continue  # not known, and nothing is approved here any more: it stays not known
            if not change and step.count is not None:
                continue
            count = max(0, (step.count or 0) + (change if step.count is not None else after[key]))
            capacity.say(
                place=approval.place,
                profession=profession,
                study=level,
                kind=Kind.APPROVED,
                count=count,
                from_date=step.from_date,
                to_date=step.to_date,
                said_date=day,
                source=f"Decision on approval {approval.reference}",
                because_reference=approval.reference,
                by=by,
                at=at,
            )
