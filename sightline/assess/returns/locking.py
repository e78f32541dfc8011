"""A return as it is, locked until the transaction of an action ends."""

from __future__ import annotations

from sightline.assess.returns.models import Return


def locked(self_assessment: Return) -> Return:
    return (
        Return.objects.select_for_update(of=("self",))
        .select_related("campaign", "organisation")
        .get(pk=self_assessment.pk)
    )
