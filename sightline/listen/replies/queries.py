"""The figures that stand beside a reply."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sightline.organisations.models import Organisation, Programme
from sightline.results import gate
from sightline.results.levels import Audience, GroupKey, Level
from sightline.results.models import Dataset, Measure


def group_of(organisation: Organisation, programme: Programme | None) -> GroupKey:
    """The group of learners that a reply speaks to."""
    if programme is None:
        return GroupKey(Level.PROVIDER, organisation.code)
    return GroupKey(Level.PROVIDER_PROGRAMME, organisation.code, programme.code)


def quote(
    *,
    organisation: Organisation,
    programme: Programme | None,
    dataset: Dataset,
    measures: Iterable[Measure],
) -> list[dict[str, Any]]:
    """The figures of these measures as the public may see them, frozen as plain data.

    Each is ``{"measure", "label", "wording", "shown", "n", "percent_positive"}``;
    where the public gate withholds, ``shown`` is false and the figures are None.
    """
    opened = gate.open_round(dataset, Audience.PUBLIC)
    key = group_of(organisation, programme)
    quoted = []
    for measure in measures:
        cell = opened.cell(key, measure.code)
        quoted.append(
            {
                "measure": measure.code,
                "label": measure.label,
                "wording": measure.wording,
                "shown": cell.shown,
                "n": cell.n,
                "percent_positive": cell.positive,
            }
        )
    return quoted
