"""A return as it is, locked until the transaction of an action ends."""

from __future__ import annotations

from sightline.assess.returns.models import Return
from sightline.assess.returns.rules import CannotAnswer


def locked(self_assessment: Return) -> Return:
    """Raises CannotAnswer where it was taken out of its campaign meanwhile."""
    found: Return = (
        Return.everything.select_for_update(of=("self",))
        .select_related("campaign", "organisation")
        .get(pk=self_assessment.pk)
    )
    if found.taken_out_at is not None:
        raise CannotAnswer(
            f"{found.organisation.name} was taken out of {found.campaign.name}, because: "
            f"{found.taken_out_because} Nothing was changed."
        )
    return found
