"""The one way out for survey numbers.

Every table, chart, page, download and reply asks a ``Round`` for cells. What is withheld and what
nobody answered look the same: ``shown`` is false and every number is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sightline.results.levels import Audience, GroupKey, Level
from sightline.results.models import Dataset
from sightline.stats.outliers import Colour


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What a group is compared with, such as "Acute trusts".

    ``groups`` is how many groups that may be shown are in it; ``score``, ``q1`` and ``q3`` are 0 to
    100. ``own_share`` is the part of the benchmark's answers (0 to 1) that the group itself gave.
    """

    name: str
    groups: int
    score: float
    q1: float
    q3: float
    own_share: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure of one group, or, when ``shown`` is false, nothing at all.

    ``n`` answered this measure, of ``respondents`` who answered the survey. ``score`` is 0 to 100
    with its 95% limits ``low`` and ``high``; ``positive`` is a percentage with its limits, None for
    a theme. ``answers`` are the counts in the order of the measure's scale, None for a theme and in
    public. ``difference`` is the score minus the benchmark's.
    """

    group: GroupKey
    measure: str
    shown: bool
    n: int | None = None
    respondents: int | None = None
    score: float | None = None
    low: float | None = None
    high: float | None = None
    positive: float | None = None
    positive_low: float | None = None
    positive_high: float | None = None
    answers: tuple[int, ...] | None = None
    benchmark: Benchmark | None = None
    difference: float | None = None
    flag: Colour = Colour.GREY


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a measure's scale, in order. ``score`` is 0 to 100, or None: not scored."""

    text: str
    score: float | None
    positive: bool


@dataclass(frozen=True, slots=True)
class MeasureInfo:
    """A measure as it was when the round was prepared. ``kind`` is "item" or "theme"."""

    code: str
    label: str
    kind: str
    wording: str
    theme: str  # the theme's code; empty for a theme and for an item outside every theme
    branch: str  # the professional branch that is asked it; empty: everybody
    scale: tuple[Answer, ...]  # empty for a theme
    standards: tuple[str, ...]  # numbers, in the framework in force when collecting ended

    @property
    def is_theme(self) -> bool:
        return self.kind == "theme"


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a number was worked out, in plain words. Each line is a sentence."""

    title: str
    formula: tuple[str, ...]
    inputs: tuple[str, ...]
    exclusions: tuple[str, ...]
    dates: tuple[str, ...]
    source: tuple[str, ...]


class Round:
    """The results of one dataset, as one audience may see them. Read-only and cheap to keep."""

    dataset_id: int
    audience: Audience
    threshold: int
    measures: tuple[MeasureInfo, ...]

    def measure(self, code: str) -> MeasureInfo | None:
        """The measure of that code, or None when this round did not ask it."""
        raise NotImplementedError

    def has(self, key: GroupKey) -> bool:
        """Is it a place, programme or profession that this round knows, answered or not?"""
        raise NotImplementedError

    def cell(self, key: GroupKey, measure: str) -> Cell:
        """One cell; not shown as well when the group or the measure is unknown."""
        raise NotImplementedError

    def cells(self, keys: Iterable[GroupKey], measures: Sequence[str]) -> list[list[Cell]]:
        """One row for each key, one column for each measure code, in the order given."""
        raise NotImplementedError

    def respondents(self, key: GroupKey) -> int | None:
        """How many answered the survey in the group; None when withheld or nobody."""
        raise NotImplementedError

    def children(self, key: GroupKey, level: Level) -> list[GroupKey]:
        """The groups of ``level`` inside ``key``, by code.

        Places are all listed, answered or not (regions of the nation, ICBs of a region, providers
        of any of them, sites of a provider; all programmes of a profession; all programmes and
        professions of the nation). Crossings are listed only where they are shown: programmes and
        professions at a provider, and the providers of a programme or of a profession.
        """
        raise NotImplementedError

    def parents(self, key: GroupKey) -> tuple[GroupKey, ...]:
        """From the nation down to just above ``key``: where it was when collecting ended."""
        raise NotImplementedError

    def explain(self, key: GroupKey, measure: str) -> Explanation:
        """How the cell was worked out; says no more about a withheld cell than the cell does."""
        raise NotImplementedError


def open_round(dataset: Dataset, audience: Audience = Audience.INSIDE) -> Round:
    """The results of a dataset that is prepared; opened once per process and kept.

    Raises:
        mart.NotPrepared: the dataset's files are not there.
    """
    raise NotImplementedError
