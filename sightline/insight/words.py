"""What numbers say, in sentences. Pure: takes cells that passed the gate, gives text."""

from __future__ import annotations

from math import hypot

from sightline.design import show
from sightline.results.gate import Cell, MeasureInfo
from sightline.results.levels import Level
from sightline.stats import intervals
from sightline.stats.outliers import Colour

WITHHELD = "Not shown: too few answers here, or showing it would reveal a small group elsewhere."

LEVELS = {
    Level.NATION: "England",
    Level.REGION: "Region",
    Level.ICB: "Integrated care board",
    Level.PROVIDER: "Placement provider",
    Level.SITE: "Site",
    Level.PROGRAMME: "Programme",
    Level.PROFESSION: "Profession",
    Level.PROVIDER_PROGRAMME: "Programme at a provider",
    Level.PROVIDER_PROFESSION: "Profession at a provider",
}

_PLACED = {
    Colour.RED: "Clearly lower than most",
    Colour.PINK: "Among the lowest quarter, perhaps by chance",
    Colour.WHITE: "In the middle half",
    Colour.LIGHT_GREEN: "Among the highest quarter, perhaps by chance",
    Colour.GREEN: "Clearly higher than most",
}


def placed(cell: Cell) -> str:
    """Where a result stands in its benchmark group: one or two short sentences."""
    if not cell.shown:
        return WITHHELD
    if cell.positive is not None and cell.n is not None:
        said = f"{show.percent(cell.positive)} positive from {show.number(cell.n)} answers."
    else:
        said = f"A score of {show.number(cell.score, 1)} from {show.number(cell.n)} learners."
    benchmark = cell.benchmark
    if benchmark is None or cell.flag not in _PLACED:
        return said
    return (
        f"{_PLACED[cell.flag]} of {show.number(benchmark.groups)} in “{benchmark.name}”. "
        f"{said} They average a score of {show.number(benchmark.score, 1)}; "
        f"here it is {show.number(cell.score, 1)}."
    )


def _positive_count(cell: Cell, info: MeasureInfo) -> int | None:
    if cell.answers is None or not info.scale:
        return None
    return sum(count for count, one in zip(cell.answers, info.scale, strict=True) if one.positive)


def _half_width(cell: Cell) -> float:
    """Half of the 95% interval of a score that is shown."""
    return (cell.score or 0.0) - (cell.low or 0.0)


def change(now: Cell, before: Cell, info: MeasureInfo, since: str) -> str:
    """Is it better, worse, or is there no clear change since another round?

    For an item the 95% Newcombe interval of the difference of the positive shares decides; for a
    theme, whose score is a mean, the normal interval of the difference of the scores (its standard
    errors read back from the 95% intervals). Only an interval without zero is called a change.
    """
    if not (now.shown and before.shown):
        return f"Cannot be compared with {since}: one of the two is not shown."
    here, there = _positive_count(now, info), _positive_count(before, info)
    if here is not None and there is not None and now.n and before.n:
        limits = intervals.newcombe(here, now.n, there, before.n)
        low, high = float(limits.lower), float(limits.upper)
    else:
        difference = (now.score or 0.0) - (before.score or 0.0)
        error = hypot(_half_width(now), _half_width(before))
        low, high = difference - error, difference + error
    if low > 0:
        return f"Better than in {since}."
    if high < 0:
        return f"Worse than in {since}."
    return f"No clear change since {since}."
