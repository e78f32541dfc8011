"""A place by what people said of themselves, over the rounds and beside professions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sightline.insight import gaps
from sightline.insight.gaps import Row, Scored
from sightline.insight.queries.lines import same_question
from sightline.insight.reading import Reading
from sightline.results.characteristics import gate
from sightline.results.characteristics.gate import Characteristic, Crossed
from sightline.results.gate import MeasureInfo
from sightline.results.levels import NATION, GroupKey, Level

#: Rounds that are put together at most, this one included.
MOST_ROUNDS = 3


@dataclass(frozen=True)
class Split:
    """One measure by the groups of a characteristic, with what it rests on."""

    info: MeasureInfo
    rows: list[Row]
    rounds: tuple[str, ...]  # labels of the rounds put together, this one first
    within: str  # what adjusted gaps hold alike: "professions", "groups of professions" or ""

    @property
    def is_adjusted(self) -> bool:
        return any(row.adjusted for row in self.rows)

    @property
    def covered(self) -> tuple[float, float]:
        """The least and the most that adjusted gaps cover at least of all learners, 0 to 1."""
        found = [row.adjusted.covered for row in self.rows if row.adjusted]
        return (min(found), max(found)) if found else (0.0, 0.0)


def asked(found: Reading) -> tuple[Characteristic, ...]:
    """What this round asked people of themselves."""
    return gate.open_round(found.dataset).characteristics


def is_split(found: Reading, key: GroupKey) -> bool:
    return gate.open_round(found.dataset).knows(key)


def splits(found: Reading, key: GroupKey, code: str, infos: Sequence[MeasureInfo]) -> list[Split]:
    """Each measure by the groups of people, in the order given.

    Only rounds in which the same was asked are put together. Gaps are adjusted for professions in
    the nation and for groups of professions, which are larger, in other places.
    """
    codes = [info.code for info in infos]
    opened = gate.open_round(found.dataset)
    parts = opened.split(code, key, codes)
    wanted = opened.characteristic(code)
    earlier = [
        (dataset.label, before, found.open(dataset))
        for dataset in found.others
        if dataset.year < found.dataset.year
        and (before := gate.open_round(dataset)).characteristic(code) == wanted
    ][: MOST_ROUNDS - 1]
    strata = _strata(found, opened, code, codes, key)
    within = "groups of professions" if key.level is not Level.PROFESSION else ""
    if key == NATION:
        within = "professions" if strata else ""
    result = []
    for at, info in enumerate(infos):
        own = [
            gate.Part(one.label, one.respondents, (one.cells[at],), one.together) for one in parts
        ]
        comparable = [
            (label, _scores(before, code, key, info.code))
            for label, before, round_ in earlier
            if same_question(found.round, round_, info.code) and before.knows(key)
        ]
        every = [scores for _, scores in comparable]
        rows = gaps.rows(
            own,
            every,
            [({name: score for name, each in scores.items() if (score := each[at])}, n)
             for scores, n in strata],
        )  # fmt: skip
        labels = [found.dataset.label]
        if any(row.scored and row.scored.rounds > 1 for row in rows):
            labels += [comparable[one][0] for one in gaps.usable(own, every)]
        result.append(Split(info, rows, tuple(labels), within))
    return result


def everybody(found: Reading, key: GroupKey, split: Split) -> float | None:
    """The score of all who answered in the rounds that the groups' scores are of, each round by
    how many answered; None where one of these is not shown."""
    cells = [
        found.open(one).cell(key, split.info.code)
        for one in (found.dataset, *found.others)
        if one.label in split.rounds
    ]
    each = [(one.score, one.n) for one in cells if one.score is not None and one.n]
    if not each or len(each) < len(cells):
        return None
    return sum(score * n for score, n in each) / sum(n for _, n in each)


def _scores(opened: Crossed, code: str, key: GroupKey, measure: str) -> Mapping[str, Scored]:
    return {
        part.label: score
        for part in opened.split(code, key, [measure])
        if not part.together and (score := gaps.scored(part.cells[0])) is not None
    }


def _strata(
    found: Reading, opened: Crossed, code: str, codes: Sequence[str], key: GroupKey
) -> list[tuple[dict[str, list[Scored | None]], int]]:
    """Of each profession, or group of them, the scores by group of people and how many answered.

    Nothing for a profession: everybody there is in the same.
    """
    if key != NATION:
        return [
            ({name: [gaps.scored(one) for one in cells] for name, cells in each.cells.items()},
             each.people)
            for each in opened.by_branch(code, key, codes)
        ]  # fmt: skip
    strata = []
    for profession in found.round.children(NATION, Level.PROFESSION):
        n = found.round.respondents(profession)
        if n is None:
            continue
        parts = opened.split(code, profession, codes) if opened.knows(profession) else []
        scores = {
            part.label: [gaps.scored(cell) for cell in part.cells]
            for part in parts
            if not part.together
        }
        strata.append((scores, n))
    return strata
