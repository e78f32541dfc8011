"""How answers to questions go together, in the nation and in professions: correlations only.

They rest on respondents' own answers, which never leave. A table is given where the group may be
shown and every pair of questions was answered by LEAST people or more, and to three decimals: so
many that no answer, nor whether somebody answered, can be told from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sightline.results import gate, mart
from sightline.results.levels import NATION, GroupKey, Level
from sightline.results.measures import HUNDREDTHS, Questionnaire
from sightline.results.models import Dataset
from sightline.results.tree import Tree

Floats = NDArray[np.float64]

LEAST = 200


@dataclass(frozen=True)
class Correlations:
    """Of the scores of questions, in the order asked for; ``n`` is of the pair answered least."""

    group: GroupKey
    measures: tuple[str, ...]
    n: int
    values: tuple[tuple[float, ...], ...]


def correlations(dataset: Dataset, key: GroupKey, measures: Sequence[str]) -> Correlations | None:
    """How the questions go together in the nation or a profession; None where that is withheld.

    Each pair rests on those who answered both; nothing is filled in.

    Raises:
        ValueError: another kind of group, a measure that is no question of the round, or one that
            is sensitive: where few gave an answer, how it goes with others would tell of them.
        mart.NotPrepared: the dataset's files are not there.
    """
    if key != NATION and key.level is not Level.PROFESSION:
        raise ValueError("Correlations are of the nation and of professions.")
    if gate.open_round(dataset).respondents(key) is None:
        return None
    return _worked_out(mart.folder_of(dataset.folder), key, tuple(measures))


@lru_cache(maxsize=32)
def _worked_out(folder: Path, key: GroupKey, measures: tuple[str, ...]) -> Correlations | None:
    answers = mart.read_answers(folder)
    questionnaire = Questionnaire.from_json(mart.read_manifest(folder)["measures"])
    place = {item.code: at for at, item in enumerate(questionnaire.items)}
    if any(code not in place for code in measures):
        raise ValueError("A measure is no question of this round.")
    if any(questionnaire.items[place[code]].is_sensitive for code in measures):
        raise ValueError("How a sensitive question goes with others is not told.")
    here = _inside(answers, Tree.read(folder), key)
    scores = questionnaire.scores()
    columns = []
    for code in measures:
        of = np.concatenate([[0], scores[place[code]]])[answers.items[code][here]] / HUNDREDTHS
        columns.append(np.where(answers.items[code][here] > 0, of, np.nan))
    return _pairwise(np.stack(columns, axis=1), key, measures)


def _pairwise(scores: Floats, key: GroupKey, measures: tuple[str, ...]) -> Correlations | None:
    known = ~np.isnan(scores)
    value = np.where(known, scores, 0.0)
    has = known.astype(np.float64)
    n = has.T @ has
    if n.min() < LEAST:
        return None
    # Of each pair over those who answered both: sums of one where the other is known.
    total, squares = value.T @ has, (value**2).T @ has
    covariance = value.T @ value - total * total.T / n
    spread = squares - total**2 / n
    with np.errstate(divide="ignore", invalid="ignore"):
        found = covariance / np.sqrt(spread * spread.T)
    if not np.isfinite(found).all():
        return None
    np.fill_diagonal(found, 1.0)
    return Correlations(key, measures, int(n.min()), tuple(map(tuple, np.round(found, 3).tolist())))


def _inside(answers: mart.Answers, tree: Tree, key: GroupKey) -> NDArray[np.bool_]:
    if key == NATION:
        return np.ones(answers.respondents, dtype=bool)
    taught = np.array(
        [*(tree.programmes.get(code) == key.code for code in answers.programmes.values), False]
    )
    own = np.array([*(code == key.code for code in answers.professions.values), False])
    programme = answers.programmes.index
    here: NDArray[np.bool_] = np.where(
        programme >= 0, taught[programme], own[answers.professions.index]
    )
    return here
