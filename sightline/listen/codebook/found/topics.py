"""Themes in many comments: words that go together, by TF-IDF and NMF. Knows no database.

Source: Lee DD, Seung HS (1999), Nature 401:788, non-negative matrix factorisation.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import (
    ENGLISH_STOP_WORDS,
    CountVectorizer,
    TfidfTransformer,
)

#: A word is used only if so many people wrote it: in answers to one question, each is somebody
#: else. Otherwise a rare word would tell of a few.
LEAST_PEOPLE = 10
#: More themes cannot be read.
MOST_THEMES = 12
WORDS, EXAMPLES = 8, 10
#: A word that more than this share of comments has tells nothing apart.
_TOO_COMMON = 0.4
_ROUNDS = 60
#: Topics are learnt from at most so many comments, evenly taken, and then found in all of them.
_LEARNT_FROM = 10_000
#: What contractions leave behind.
_PIECES = ("aren", "couldn", "didn", "doesn", "don", "hadn", "hasn", "haven", "isn", "shouldn",
           "wasn", "weren", "won", "wouldn", "they", "ve")  # fmt: skip
_MASKED = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Topic:
    """``examples`` are positions of comments with their weight in it, heaviest first."""

    words: tuple[str, ...]
    comments: int
    examples: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Topics:
    """``main`` is the topic of each comment, -1 where none of the words stand in it."""

    topics: tuple[Topic, ...]
    main: NDArray[np.int64]


def find(
    texts: Sequence[str], questions: Sequence[str], most: int = MOST_THEMES, seed: int = 0
) -> Topics:
    """Topics of comments, that with most comments first; the same for the same comments.

    Args:
        texts: as they may be read; what is masked in square brackets is left out.
        questions: the question that each answers.
        most: how many topics are sought; fewer where there are fewer words.
        seed: of the start.

    Returns:
        No topics where too few words are shared by ``LEAST_PEOPLE``.
    """
    none = Topics((), np.full(len(texts), -1, dtype=np.int64))
    if len(texts) < LEAST_PEOPLE:
        return none
    counts, words = shared_words(without_masked(texts), questions)
    wanted = min(most, len(words) // 2)
    if wanted < 2:
        return none
    rows = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    machine = NMF(wanted, init="nndsvd", random_state=seed, max_iter=_ROUNDS, tol=1e-3)
    with warnings.catch_warnings():
        # So many rounds are enough to name themes; the last digits are nobody's concern.
        warnings.simplefilter("ignore", ConvergenceWarning)
        machine.fit(rows[:: -(-rows.shape[0] // _LEARNT_FROM)])
        weights = machine.transform(rows)
    shares = weights * machine.components_.sum(axis=1)
    main = np.where(shares.max(axis=1) > 0, shares.argmax(axis=1), -1)
    size = np.bincount(main[main >= 0], minlength=wanted)
    order = [int(one) for one in np.argsort(-size, kind="stable") if size[one]]
    topics = tuple(
        _topic(one, shares, main, machine.components_[one], words, int(size[one])) for one in order
    )
    place = np.full(wanted + 1, -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    return Topics(topics, place[main])


def without_masked(texts: Sequence[str]) -> list[str]:
    """Texts without what is masked in square brackets."""
    return [_MASKED.sub(" ", one) for one in texts]


def _topic(
    one: int,
    shares: NDArray[np.float64],
    main: NDArray[np.int64],
    component: NDArray[np.float64],
    words: NDArray[np.str_],
    size: int,
) -> Topic:
    own = np.flatnonzero(main == one)
    heaviest = own[np.argsort(-shares[own, one], kind="stable")[:EXAMPLES]]
    best = np.argsort(-component, kind="stable")[:WORDS]
    return Topic(
        words=tuple(str(words[at]) for at in best if component[at] > 0),
        comments=size,
        examples=tuple((int(at), float(shares[at, one])) for at in heaviest),
    )


def shared_words(
    texts: Sequence[str], questions: Sequence[str]
) -> tuple[sparse.csr_matrix, NDArray[np.str_]]:
    """How often each word stands in each text, of words that enough people wrote."""
    reader = CountVectorizer(
        token_pattern=r"(?u)\b[^\W\d_]{3,}\b",  # noqa: S106
        strip_accents="unicode",
        stop_words=sorted({*ENGLISH_STOP_WORDS, *_PIECES}),
        dtype=np.float32,
    )
    try:
        counts = reader.fit_transform(texts)
    except ValueError:  # nothing but stop words
        return sparse.csr_matrix((len(texts), 0)), np.array([], dtype=np.str_)
    names, asked = np.unique(np.asarray(questions), return_inverse=True)
    stands = (counts > 0).astype(np.int32).tocsr()
    by_question = np.stack(
        [np.asarray(stands[asked == at].sum(axis=0)).ravel() for at in range(len(names))]
    )
    people = by_question.max(axis=0)
    kept = (people >= LEAST_PEOPLE) & (by_question.sum(axis=0) <= _TOO_COMMON * len(texts))
    return counts[:, kept].tocsr(), reader.get_feature_names_out()[kept]
