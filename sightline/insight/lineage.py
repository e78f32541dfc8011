"""What an integrated care board was before, and became: said in words beside its results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sightline.design import show
from sightline.organisations.models import Organisation, Succession
from sightline.results.models import Dataset


@dataclass(frozen=True)
class Past:
    """One other board, what joins the two, and a round in which its results can be read."""

    organisation: Organisation
    sentence: str
    round_year: int | None


def of(organisation: Organisation | None, others: Iterable[Dataset]) -> list[Past]:
    """Boards from which this one came and that it became; empty for everything else.

    Results stay with the boards of their time, because a split cannot be rolled forward.
    """
    if organisation is None or organisation.kind != Organisation.Kind.ICB:
        return []
    rows = (
        Succession.objects.filter(predecessor=organisation)
        | Succession.objects.filter(successor=organisation)
    ).select_related("predecessor", "successor")
    datasets = sorted(others, key=lambda one: one.collected_to, reverse=True)
    found = []
    for row in rows.order_by("on_date", "predecessor__name"):
        on = show.format_date(row.on_date)
        extent = row.get_extent_display()
        if row.successor_id == organisation.pk:
            earlier = [d.year for d in datasets if d.collected_to < row.on_date]
            sentence = f"On {on} {extent} of it became part of {organisation.name}."
            found.append(Past(row.predecessor, sentence, earlier[0] if earlier else None))
        else:
            later = [d.year for d in datasets if d.collected_from >= row.on_date]
            sentence = f"On {on} {extent} of {organisation.name} became part of it."
            found.append(Past(row.successor, sentence, later[0] if later else None))
    return found
