"""What an integrated care board was before, and became: said in words beside its results."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sightline.access.viewer import Viewer
from sightline.design import show
from sightline.insight import links, scope
from sightline.insight.reading import Reading
from sightline.organisations.models import Organisation, Succession
from sightline.results.levels import GroupKey, Level


@dataclass(frozen=True)
class Other:
    """One other board: how much of which went where, and its results ("" if nowhere)."""

    name: str
    extent: str
    link_text: str = ""
    href: str = ""


@dataclass(frozen=True)
class Step:
    """What happened on one day, and the other boards of it."""

    sentence: str
    others: tuple[Other, ...]


def of(organisation: Organisation | None, found: Reading, viewer: Viewer) -> list[Step]:
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
    seen = scope.names_of(viewer, {one.code for row in rows for one in _ends(row)})
    steps: dict[str, list[Other]] = {}
    for row in rows:
        came = row.successor_id == organisation.pk
        on = show.format_date(row.on_date)
        sentence = (
            f"Began on {on}. Earlier results are with the boards it came from:"
            if came
            else f"Ended on {on}. Later results are with the boards that followed:"
        )
        steps.setdefault(sentence, []).append(_other(row, came, found, seen))
    return [Step(sentence, tuple(others)) for sentence, others in steps.items()]


def _ends(row: Succession) -> tuple[Organisation, Organisation]:
    return row.predecessor, row.successor


def _other(row: Succession, came: bool, found: Reading, seen: Collection[str]) -> Other:
    """The board at the other end, with the nearest round that it was part of."""
    other = row.predecessor if came else row.successor
    extent = f"{row.get_extent_display()} of it" if came else row.get_extent_display()
    datasets = sorted((found.dataset, *found.others), key=lambda one: one.collected_to)
    rounds = (
        [one for one in datasets if one.collected_to < row.on_date][-1:]
        if came
        else [one for one in datasets if one.collected_from >= row.on_date][:1]
    )
    if not rounds or other.code not in seen:
        return Other(other.name, extent)
    href = links.group(GroupKey(Level.ICB, other.code), found.other(rounds[0]))
    return Other(other.name, extent, f"Results in {rounds[0].label}", href)
