"""Measures as a round asked them: kept with the round, so that later changes do not rewrite it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.results.models import Measure

#: Scores are kept as whole hundredths, so that sums do not depend on the order of rows.
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a measure's scale, in order. ``score`` is 0 to 100."""

    text: str
    score: float
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
    series: int = 0  # wordings of one series are comparable; 0: only the same wording is
    is_sensitive: bool = False  # see sensitive.py; rounds from before say nothing of it

    @property
    def is_theme(self) -> bool:
        return self.kind == Measure.Kind.THEME

    def is_comparable_with(self, other: MeasureInfo) -> bool:
        """May answers to this item be compared with answers to it in another round?

        The answers must be the same, and so must the wording, unless whoever changed it said that
        the two are comparable.
        """
        same_words = self.wording == other.wording or 0 < self.series == other.series
        return same_words and self.scale == other.scale


@dataclass(frozen=True)
class Parts:
    """What the mask of one measure has to do with that of others.

    ``sensitive`` (items,); ``made_of`` (measures, items) are the items of a theme; of those it
    would give ``telling`` (measures, items) back where they are withheld: its sensitive ones, or
    the only one that it has.
    """

    sensitive: NDArray[np.bool_]
    made_of: NDArray[np.bool_]
    telling: NDArray[np.bool_]

    def of(self, measures: NDArray[np.int64], items: NDArray[np.int64]) -> Parts:
        """The same of some measures only, in their order."""
        both = np.ix_(measures, items)
        return Parts(self.sensitive[items], self.made_of[both], self.telling[both])

    def with_items(self, measures: NDArray[np.int64]) -> NDArray[np.int64]:
        """Measures with the items that they would give back, in order."""
        return np.union1d(measures, np.flatnonzero(self.telling[measures].any(axis=0)))

    def with_sensitive(self) -> NDArray[np.int64]:
        """The sensitive items and the themes that have one."""
        themes = np.flatnonzero(self.made_of[:, self.sensitive].any(axis=1))
        return np.concatenate([np.flatnonzero(self.sensitive), themes])


@dataclass(frozen=True)
class Questionnaire:
    """The measures of a round: items in the order of the answers, then themes that have items."""

    items: tuple[MeasureInfo, ...]
    themes: tuple[MeasureInfo, ...]

    @property
    def measures(self) -> tuple[MeasureInfo, ...]:
        return self.items + self.themes

    @property
    def answers(self) -> int:
        """The length of the longest scale."""
        return max((len(item.scale) for item in self.items), default=0)

    def scores(self) -> NDArray[np.int64]:
        """Hundredths of a point for each item and answer, shape (items, answers); 0 beyond."""
        return self._table(lambda answer: round(answer.score * HUNDREDTHS), np.int64)

    def positives(self) -> NDArray[np.bool_]:
        """Which answers are positive, shape (items, answers); false beyond."""
        return self._table(lambda answer: answer.positive, np.bool_)

    def _table(self, value: Any, kind: Any) -> NDArray[Any]:
        table = np.zeros((len(self.items), self.answers), dtype=kind)
        for row, item in enumerate(self.items):
            table[row, : len(item.scale)] = [value(answer) for answer in item.scale]
        return table

    def parts(self) -> Parts:
        """What measures are made of, as masks go by it."""
        sensitive, made_of = self.sensitive(), self.made_of()
        alone = (made_of.sum(axis=1) == 1)[:, None]
        return Parts(sensitive, made_of, made_of & (sensitive | alone))

    def sensitive(self) -> NDArray[np.bool_]:
        """Which items are sensitive, shape (items,)."""
        return np.array([item.is_sensitive for item in self.items], dtype=bool)

    def made_of(self) -> NDArray[np.bool_]:
        """Which items a measure is made of, shape (measures, items): a theme of its own, an item
        of none."""
        table = np.zeros((len(self.measures), len(self.items)), dtype=bool)
        for row, theme in enumerate(self.themes, start=len(self.items)):
            table[row, self.of_theme(theme)] = True
        return table

    def of_theme(self, theme: MeasureInfo) -> list[int]:
        """The positions of a theme's items."""
        return [place for place, item in enumerate(self.items) if item.theme == theme.code]

    def to_json(self) -> list[dict[str, Any]]:
        return [asdict(measure) for measure in self.measures]

    @staticmethod
    def from_json(stored: Sequence[dict[str, Any]]) -> Questionnaire:
        measures = [
            MeasureInfo(
                **{
                    **each,
                    "scale": tuple(Answer(**answer) for answer in each["scale"]),
                    "standards": tuple(each["standards"]),
                }
            )
            for each in stored
        ]
        return Questionnaire(
            tuple(each for each in measures if not each.is_theme),
            tuple(each for each in measures if each.is_theme),
        )


class UnknownMeasures(ValueError):
    """Columns of the answers that no measure describes."""


def questionnaire(survey: str, item_codes: Sequence[str], framework: str | None) -> Questionnaire:
    """The registered measures of these items and their themes.

    ``framework`` is the code of the version whose standards' numbers are kept.

    Raises:
        UnknownMeasures: naming up to five of them.
    """
    found = {
        measure.code: measure
        for measure in Measure.objects.filter(survey=survey)
        .select_related("theme")
        .prefetch_related("standards__version")
    }
    unknown = [code for code in item_codes if code not in found or found[code].kind != "item"]
    if unknown:
        some = ", ".join(unknown[:5]) + (" and others" if len(unknown) > 5 else "")
        raise UnknownMeasures(f"No item is registered for these columns of the answers: {some}.")
    items = [found[code] for code in item_codes]
    themes = {item.theme.code: found[item.theme.code] for item in items if item.theme}
    ordered = sorted(themes.values(), key=lambda theme: (theme.position, theme.code))
    return Questionnaire(
        tuple(_info(item, framework) for item in items),
        tuple(_info(theme, framework) for theme in ordered),
    )


def _info(measure: Measure, framework: str | None) -> MeasureInfo:
    return MeasureInfo(
        code=measure.code,
        label=measure.label,
        kind=measure.kind,
        wording=measure.wording,
        theme=measure.theme.code if measure.theme else "",
        branch=measure.branch,
        scale=tuple(
            Answer(str(answer["answer"]), float(answer["score"]), bool(answer["positive"]))
            for answer in measure.scale
        ),
        standards=tuple(
            standard.number
            for standard in measure.standards.all()
            if standard.version.code == framework
        ),
        series=measure.series,
        is_sensitive=measure.is_sensitive,
    )
