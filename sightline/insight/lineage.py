"""What an integrated care board was before, and became: said in words beside its results."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.access.viewer import Viewer
from sightline.design import show
from sightline.insight import links, scope
from sightline.insight.reading import Reading
from sightline.organisations.models import Organisation, Succession
from sightline.results.levels import GroupKey, Level


@dataclass(frozen=True)
class Past:
    """One other board, what joins the two, and where its results can be read ("" if nowhere)."""

    name: str
    sentence: str
    link_text: str = ""
    href: str = ""


def of(organisation: Organisation | None, found: Reading, viewer: Viewer) -> list[Past]:
    """Boards from which this one came and that it became; empty for everything else.

    Results stay with the boards of their time, because a split cannot be rolled forward. Two
    queries.
    """
    if organisation is None or organisation.kind != Organisation.Kind.ICB:
        return []
    rows = list(
        (
            Succession.objects.filter(predecessor=organisation)
            | Succession.objects.filter(successor=organisation)
        )
        .select_related("predecessor", "successor")
        .order_by("on_date", "predecessor__name", "successor__name")
    )
    if not rows:
        return []
    others = {
        row.predecessor if row.successor_id == organisation.pk else row.successor for row in rows
    }
    seen = scope.names_of(viewer, {one.code for one in others})
    datasets = sorted(
        (found.dataset, *found.others), key=lambda one: one.collected_to, reverse=True
    )
    past = []
    for row in rows:
        on, extent = show.format_date(row.on_date), row.get_extent_display()
        if row.successor_id == organisation.pk:
            other = row.predecessor
            sentence = f"On {on} {extent} of it became part of {organisation.name}."
            rounds = [one for one in datasets if one.collected_to < row.on_date]
        else:
            other = row.successor
            sentence = f"On {on} {extent} of {organisation.name} became part of it."
            rounds = [one for one in datasets if one.collected_from >= row.on_date]
        if rounds and other.code in seen:
            href = links.group(GroupKey(Level.ICB, other.code), found.other(rounds[0]))
            past.append(Past(other.name, sentence, f"Its results in {rounds[0].label}", href))
        else:
            past.append(Past(other.name, sentence))
    return past
