"""The measures of one group, each with what became of it since the round before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sightline.insight import change
from sightline.insight.change import Change, Direction
from sightline.insight.reading import Reading
from sightline.results.gate import Cell, MeasureInfo, Round
from sightline.results.levels import GroupKey
from sightline.stats.outliers import Colour


@dataclass(frozen=True)
class Line:
    """One measure of a group."""

    info: MeasureInfo
    cell: Cell
    change: Change

    @property
    def is_low(self) -> bool:
        return self.cell.flag is Colour.RED

    @property
    def is_high(self) -> bool:
        return self.cell.flag is Colour.GREEN


@dataclass(frozen=True)
class Point:
    """One round of a trend; ``break_before`` says why it cannot be compared with the one before."""

    label: str
    cell: Cell
    break_before: str


def lines(found: Reading, key: GroupKey, infos: Sequence[MeasureInfo]) -> list[Line]:
    """One line for each measure, in the order given."""
    codes = [info.code for info in infos]
    before = found.open_before()
    now = found.round.cells([key], codes)[0]
    then = before.cells([key], codes)[0] if before else []
    said = []
    for place, info in enumerate(infos):
        asked = before is not None and before.measure(info.code) is not None
        same = before is not None and same_question(found.round, before, info.code)
        earlier = then[place] if asked else None
        said.append(change.change(now[place], earlier, info, found.since, comparable=same))
    return [Line(*one) for one in zip(infos, now, said, strict=True)]


def same_question(one: Round, other: Round, code: str) -> bool:
    """Are answers comparable: the same question in both, or a theme with the same questions?"""
    first, second = one.measure(code), other.measure(code)
    if first is None or second is None:
        return False
    if first.is_theme:
        now, then = _questions(one, code), _questions(other, code)
        return now.keys() == then.keys() and all(
            now[item].is_comparable_with(then[item]) for item in now
        )
    return first.is_comparable_with(second)


def _questions(round_: Round, theme: str) -> dict[str, MeasureInfo]:
    return {one.code: one for one in round_.measures if one.theme == theme}


def said_of_themes(themes: Iterable[Line], since: str) -> str:
    """One sentence on what changed; empty where there is nothing to compare with."""
    shown = [one for one in themes if one.cell.shown]
    if not since or not any(one.change.was for one in shown):
        return ""
    better = [one.info.label for one in shown if one.change.direction is Direction.BETTER]
    worse = [one.info.label for one in shown if one.change.direction is Direction.WORSE]
    parts = [f"worse: {', '.join(worse)}"] if worse else []
    parts += [f"better: {', '.join(better)}"] if better else []
    if not parts:
        return f"No theme has clearly changed since {since}."
    rest = "; the others have not clearly changed" if len(better + worse) < len(shown) else ""
    return f"Since {since}, {'; '.join(parts)}{rest}."


def most_changed(said: Iterable[Line]) -> list[Line]:
    """The lines that clearly changed since the round before, the largest change first."""
    clear = (Direction.BETTER, Direction.WORSE)
    changed = [one for one in said if one.cell.shown and one.change.direction in clear]
    return sorted(changed, key=lambda one: (-abs(moved(one) or 0.0), one.info.label))


def moved(line: Line) -> float | None:
    """By how many points a score moved since the round before; None where that is not known."""
    was = line.change.was
    if was is None or was.score is None or line.cell.score is None:
        return None
    return round(line.cell.score - was.score, 1)


def points(found: Reading, key: GroupKey, code: str) -> list[Point]:
    """Every round that asked it and knows the group, oldest first."""
    points_: list[Point] = []
    earlier: Round | None = None
    for dataset in sorted((found.dataset, *found.others), key=lambda one: one.year):
        round_ = found.open(dataset)
        if round_.measure(code) is None or not round_.has(key):
            continue
        changed = earlier is not None and not same_question(earlier, round_, code)
        cell = round_.cell(key, code)
        points_.append(Point(dataset.label, cell, "Question changed" if changed else ""))
        earlier = round_
    return points_


def below_in_a_row(trend: Sequence[Point], label: str) -> int:
    """For how many rounds a measure has been red up to the round of that label, without a break."""
    run = 0
    for point in trend:
        if point.break_before:
            run = 0
        run = run + 1 if point.cell.flag is Colour.RED else 0
        if point.label == label:
            return run
    return 0
