"""What codes a comment is about, learnt from what people coded. Knows no database.

Texts are taken as words (one and two together) and as pieces of words, which stand misspelling and
endings; each code has a linear classifier of its own, in which rare codes weigh as much as common
ones, and a threshold of its own. How much each part weighs was chosen by cross-validation on
labelled comments of the public: see docs/performance.md.

Nothing that is learnt is to be kept: it knows every word that it was taught with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import KFold
from sklearn.svm import LinearSVC

#: Coded comments, and comments with the code, before anything is learnt. Our own choice.
LEAST_CODED, LEAST_WITH_CODE = 50, 10
FOLDS = 5
_WORDS, _PIECES, _QUESTION = 0.7, 1.0, 1.0
_PENALTY = 0.2

Given = NDArray[np.bool_]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Written:
    """A comment as it may be read, and the code of the question that it answers."""

    text: str
    question: str


class Features:
    """Comments as rows of numbers, by the words of those that it was made with."""

    def __init__(self, comments: Sequence[Written]) -> None:
        shared = {"sublinear_tf": True, "strip_accents": "unicode", "dtype": np.float64}
        self._words = TfidfVectorizer(ngram_range=(1, 2), **shared)
        self._pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **shared)
        texts = [one.text for one in comments]
        self._words.fit(texts)
        self._pieces.fit(texts)
        self._questions = sorted({one.question for one in comments})

    def of(self, comments: Sequence[Written]) -> sparse.csr_matrix:
        texts = [one.text for one in comments]
        asked = np.array(
            [[one.question == question for question in self._questions] for one in comments],
            dtype=np.float64,
        ).reshape(len(comments), len(self._questions))
        return sparse.hstack(
            [
                _WORDS * self._words.transform(texts),
                _PIECES * self._pieces.transform(texts),
                sparse.csr_matrix(_QUESTION * asked),
            ]
        ).tocsr()


@dataclass(frozen=True)
class Learnt:
    """Classifiers and thresholds, one for each code that could be learnt."""

    features: Features
    weights: NDArray[np.float64]  # (codes, features)
    offsets: NDArray[np.float64]
    thresholds: NDArray[np.float64]

    def scores(self, comments: Sequence[Written]) -> Scores:
        """Shape (comments, codes): above 0 is a proposal, and the higher the surer."""
        if not comments:
            return np.zeros((0, len(self.offsets)))
        raw = self.features.of(comments) @ self.weights.T + self.offsets
        return np.asarray(raw - self.thresholds, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Tried:
    """How well codes are proposed for comments that were not learnt from.

    ``f1`` of each code, 0 to 1. ``proposed`` (comments, codes) is what would have been proposed.
    """

    f1: NDArray[np.float64]
    proposed: Given

    @property
    def mean_f1(self) -> float:
        return float(self.f1.mean()) if len(self.f1) else 0.0


def can_learn(given: Given) -> NDArray[np.bool_]:
    """Of each code (columns), whether there are enough comments with it, and without."""
    enough = len(given) >= LEAST_CODED
    count = given.sum(axis=0)
    return enough & (count >= LEAST_WITH_CODE) & (len(given) - count >= LEAST_WITH_CODE)


def learn(
    comments: Sequence[Written],
    given: Given,
    seed: int = 0,
    say: Callable[[int, int], None] | None = None,
) -> tuple[Learnt, Tried]:
    """Learn, and try on what was left out.

    Args:
        comments: those that people coded.
        given: shape (comments, codes), each code with at least two comments with and without it.
        seed: of how the comments are divided.
        say: told after each part of the work how many of how many are done.

    Returns:
        What was learnt of all of them, and how well it does: each comment is judged by classifiers
        that were taught with the other four fifths, and by a threshold chosen without its fifth.
        The same words written twice are left out together: they would be known, not learnt.
    """
    folds = _folds(comments, seed)
    raw = np.zeros(given.shape)
    for part, (taught, left) in enumerate(folds):
        features = Features([comments[at] for at in taught])
        weights, offsets = fit(features.of([comments[at] for at in taught]), given[taught], seed)
        raw[left] = features.of([comments[at] for at in left]) @ weights.T + offsets
        if say is not None:
            say(part + 1, len(folds) + 1)
    proposed = np.zeros(given.shape, dtype=np.bool_)
    for taught, left in folds:
        proposed[left] = raw[left] > thresholds(raw[taught], given[taught])
    features = Features(comments)
    weights, offsets = fit(features.of(comments), given, seed)
    learnt = Learnt(features, weights, offsets, thresholds(raw, given))
    return learnt, Tried(f1(given, proposed), proposed)


def _folds(
    comments: Sequence[Written], seed: int
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Rows to teach with and rows left out, ``FOLDS`` times or as often as there are texts."""
    # As objects: as text each would take as much memory as the longest.
    texts = [" ".join(one.text.casefold().split()) for one in comments]
    distinct, of_text = np.unique(np.asarray(texts, dtype=object), return_inverse=True)
    halves = KFold(min(FOLDS, len(distinct)), shuffle=True, random_state=seed)
    return [
        (np.flatnonzero(np.isin(of_text, taught)), np.flatnonzero(np.isin(of_text, left)))
        for taught, left in halves.split(distinct)
    ]


def fit(
    rows: sparse.csr_matrix, given: Given, seed: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A row of weights and an offset for each code; constant where nobody or everybody has it."""
    weights = np.zeros((given.shape[1], rows.shape[1]))
    offsets = np.zeros(given.shape[1])
    for code in range(given.shape[1]):
        own = given[:, code]
        if own.all() or not own.any():
            offsets[code] = 1.0 if own.all() else -1.0
            continue
        machine = LinearSVC(C=_PENALTY, class_weight="balanced", random_state=seed)
        machine.fit(rows, own)
        weights[code], offsets[code] = machine.coef_[0], machine.intercept_[0]
    return weights, offsets


def thresholds(raw: Scores, given: Given) -> NDArray[np.float64]:
    """For each code, the threshold with the highest F1: midway between two scores.

    >>> thresholds(np.array([[3.0], [2.0], [1.0]]), np.array([[True], [True], [False]])).tolist()
    [1.5]
    """
    found = np.zeros(raw.shape[1])
    for code in range(raw.shape[1]):
        order = np.argsort(-raw[:, code], kind="stable")
        scores, right = raw[order, code], np.cumsum(given[order, code])
        taken = np.arange(1, len(scores) + 1)
        best = int(np.argmax(2 * right / (taken + max(right[-1], 1))))
        after = scores[best + 1] if best + 1 < len(scores) else scores[best] - 1.0
        found[code] = (scores[best] + after) / 2
    return found


def f1(given: Given, proposed: Given) -> NDArray[np.float64]:
    """Twice the hits over what was given plus what was proposed, of each code; 0 without any."""
    hits = (given & proposed).sum(axis=0)
    both = given.sum(axis=0) + proposed.sum(axis=0)
    return np.divide(2.0 * hits, both, out=np.zeros(len(hits)), where=both > 0)
