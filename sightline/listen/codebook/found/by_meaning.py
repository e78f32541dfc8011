"""Themes in many comments by what they mean: groups of near vectors, named by their words.

Comments that say the same in other words lie near each other. Which words name a group is chosen as
for themes by words: only those that enough people wrote, so that a rare word tells of nobody.

Source: spherical k-means, Dhillon IS, Modha DS (2001), Machine Learning 42:143; words of a group
by how much more telling they are in it than in all, after Grootendorst M (2022), arXiv 2203.05794.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfTransformer

from sightline.listen.codebook.found import topics
from sightline.listen.codebook.found.topics import Topic, Topics

_STARTS = 4


def find(
    texts: Sequence[str],
    questions: Sequence[str],
    vectors: NDArray[np.float32],
    most: int = topics.MOST_THEMES,
    seed: int = 0,
) -> Topics:
    """Topics of comments, that with most comments first; the same for the same comments.

    Args:
        texts, questions, most, seed: as for `topics.find`.
        vectors: of each text, of length 1, (texts, numbers); 0 for a text without words.

    Returns:
        No topics where there are too few comments. A group of fewer than ``LEAST_PEOPLE`` comments,
        or without a word that enough people wrote, is none: its comments are in no topic.
    """
    main = np.full(len(texts), -1, dtype=np.int64)
    there = np.flatnonzero((vectors != 0).any(axis=1)) if len(vectors) else main[:0]
    # Comments that say the same have one vector, and there are no more groups than vectors.
    different = len(np.unique(vectors[there], axis=0)) if len(there) else 0
    wanted = min(most, len(there) // topics.LEAST_PEOPLE, different)
    if wanted < 2:
        return Topics((), main)
    machine = KMeans(wanted, n_init=_STARTS, random_state=seed)
    own = machine.fit_predict(vectors[there])
    middle = machine.cluster_centers_
    near = np.einsum("ij,ij->i", vectors[there], middle[own])
    counts, words = topics.shared_words(topics.without_masked(texts), questions)
    if not len(words):
        return Topics((), main)
    rows = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    usual = np.asarray(rows[there].mean(axis=0)).ravel()
    found: list[Topic] = []
    for group in np.argsort(-np.bincount(own, minlength=wanted), kind="stable").tolist():
        places = np.flatnonzero(own == group)
        more = np.asarray(rows[there[places]].mean(axis=0)).ravel() - usual
        best = np.argsort(-more, kind="stable")[: topics.WORDS]
        said = tuple(str(words[at]) for at in best if more[at] > 0)
        if len(places) < topics.LEAST_PEOPLE or not said:
            continue
        nearest = places[np.argsort(-near[places], kind="stable")[: topics.EXAMPLES]]
        examples = tuple((int(there[at]), float(near[at])) for at in nearest)
        main[there[places]] = len(found)
        found.append(Topic(said, len(places), examples))
    return Topics(tuple(found), main)
