"""What every way of adding evidence does alike: check what is said, and the line in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sightline.assess.evidence import rules
from sightline.assess.evidence.models import Evidence
from sightline.assess.evidence.words import Audience
from sightline.assess.places import Place
from sightline.base.refusal import Refusal
from sightline.standards.models import Standard
from sightline.trail import record
from sightline.trail.models import Entry


class CannotAdd(Refusal):
    """The evidence cannot be added as it is."""


def refuse_if_wrong(
    new: Evidence, place: Place, standards: Sequence[Standard], today: date
) -> None:
    """Raises CannotAdd, or places.CannotBeThere."""
    place.refuse_if_wrong()
    refused = rules.why_not_said(
        title=new.title,
        statement=new.statement,
        has_standards=bool(standards),
        is_fact=bool(new.fact),
        strength_reason=new.strength_reason,
    )
    refused = refused or rules.why_not_standards({one.version_id for one in standards})
    refused = refused or rules.why_not_dated(
        period_from=new.period_from,
        period_to=new.period_to,
        received=new.received_date,
        stale_from=new.stale_date,
        today=today,
    )
    if refused:
        raise CannotAdd(refused)


def added_line(new: Evidence, *, with_file: bool = False) -> Entry:
    """The line in the trail, not saved yet."""
    return record.line(
        action="assess.evidence.add",
        subject=new,
        by=new.by,
        at=new.at,
        reference=new.reference,
        summary=f"Evidence added: {new.kind_name}{' with a file' if with_file else ''}",
        is_internal=new.audience == Audience.INTERNAL,
    )
