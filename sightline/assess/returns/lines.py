"""Lines in the trail about a return: one place, for all actions on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sightline.assess.returns.models import Return
from sightline.people.models import User
from sightline.trail import record


def write(
    verb: str,
    found: Return,
    by: User | None,
    at: datetime,
    summary: str,
    fields: Sequence[str] = (),
) -> None:
    """``verb`` is its path under the noun, such as "attestation.sign"."""
    record.record(
        action=f"assess.returns.{verb}",
        subject=found,
        by=by,
        at=at,
        reference=found.reference,
        summary=summary[:300],
        fields=fields,
    )
