"""Which region looks after what is raised about an organisation."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q

from sightline.organisations.models import Belonging, Organisation, Succession

#: Site, provider, board, region; and mergers of mergers. Longer chains would be circles.
_MOST_STEPS = 6


def region_for(organisation: Organisation, *, on: date) -> Organisation | None:
    """The region in which an organisation was on a day, by the history of where it belonged.

    What had closed by then is looked for where the whole of it went. None where nobody knows.
    """
    step: Organisation | None = _living(organisation, on)
    for _ in range(_MOST_STEPS):
        if step is None:
            break
        if step.kind == Organisation.Kind.REGION:
            return step
        step = _parent(step, on)
    return organisation.region


def _living(organisation: Organisation, on: date) -> Organisation:
    found = organisation
    for _ in range(_MOST_STEPS):
        if found.closed_date is None or found.closed_date > on:
            break
        went = (
            Succession.objects.filter(
                predecessor=found, extent=Succession.Extent.WHOLE, on_date__lte=on
            )
            .select_related("successor")
            .order_by("-on_date", "successor__code")
            .first()
        )
        if went is None:
            break
        found = went.successor
    return found


def _parent(organisation: Organisation, on: date) -> Organisation | None:
    belonged = (
        Belonging.objects.filter(
            Q(from_date=None) | Q(from_date__lte=on), organisation=organisation
        )
        .select_related("parent")
        .order_by(F("from_date").desc(nulls_last=True))
        .first()
    )
    return belonged.parent if belonged else organisation.parent
