"""Codes and themes of comments: how right on labelled comments, and how fast on many.

The labelled comments are a CSV with the columns text, question and theme, and, if it is there,
criticality_-5to5 (below nought is a complaint). Nothing was tuned on single rows: the weights in
the learner were chosen by cross-validation over settings.
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, normalized_mutual_info_score
from sklearn.model_selection import StratifiedKFold

from bench.memory import peak_megabytes
from sightline.listen.codebook.found import by_meaning, topics
from sightline.listen.codebook.learning import learner
from sightline.listen.codebook.learning.learner import Written
from sightline.listen.codebook.meaning import model
from sightline.listen.comments import urgent
from sightline.listen.comments.themes import Proposer
from sightline.stats import intervals

#: Seeds of the division into fifths; none of them is that with which settings were chosen.
SEEDS = (11, 12)
#: Draws for the limits of a score.
DRAWS = 300
#: The gravest labels: comments of people who were harmed or feared to be.
GRAVEST = -4.0

Names = NDArray[np.str_]
Taught = Callable[[list[Written], Names, list[Written]], Names]


def main(comments: Path, many: int, folder: Path | None = None) -> int:
    if comments.exists():
        rows = _read(comments)
        _how_right(rows)
        _how_topics_fit(rows)
        if folder is not None:
            _how_meaning_does(rows, folder)
        _how_many_urgent(rows)
    else:
        print(f"No labelled comments at {comments}: only speed is measured.")
    _how_fast(many)
    return 0


def _read(comments: Path) -> list[dict[str, str]]:
    with comments.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["text"].strip() and row["theme"]]


def _most_common(taught: list[Written], names: Names, left: list[Written]) -> Names:
    return np.array([Counter(names.tolist()).most_common(1)[0][0]] * len(left))


def _words_of_names(taught: list[Written], names: Names, left: list[Written]) -> Names:
    """What is proposed before anything is coded: by the words of the codes' names."""
    proposer = Proposer.of_texts({one: [one] for one in sorted(set(names.tolist()))})
    usual = Counter(names.tolist()).most_common(1)[0][0]
    return np.array([proposer.theme(one.text) or usual for one in left])


def _plain(taught: list[Written], names: Names, left: list[Written]) -> Names:
    """Single words, TF-IDF and logistic regression, as they come."""
    reader = TfidfVectorizer()
    machine = LogisticRegression(max_iter=300)
    machine.fit(reader.fit_transform([one.text for one in taught]), names)
    return np.asarray(machine.predict(reader.transform([one.text for one in left])))


def _ours(taught: list[Written], names: Names, left: list[Written]) -> Names:
    """The learner of the product, with the one code that it is surest of."""
    codes = np.unique(names)
    # Thresholds are for several codes at once; of one the highest score decides.
    features = learner.Features(taught)
    weights, offsets = learner.fit(features.of(taught), names[:, None] == codes)
    return np.asarray(codes[(features.of(left) @ weights.T + offsets).argmax(axis=1)])


WAYS: dict[str, Taught] = {
    "Always the most common": _most_common,
    "Words of the codes' names": _words_of_names,
    "Single words, plain": _plain,
    "The service's learner": _ours,
}


def _how_right(rows: list[dict[str, str]]) -> None:
    written = [Written(row["text"], row["question"]) for row in rows]
    names = np.array([row["theme"] for row in rows])
    print(f"{len(rows):,} comments, {len(set(names.tolist()))} themes")
    for way, teach in WAYS.items():
        found = [_crossed(teach, written, names, seed) for seed in SEEDS]
        _say(way, [names] * len(SEEDS), found)
    # Harder, and nearer to use: no comment of the trust was ever seen.
    trusts = np.array([row.get("organization", "") for row in rows])
    if len(set(trusts.tolist())) > 1:
        for way, teach in WAYS.items():
            guessed = np.empty(len(names), dtype=object)
            for trust in np.unique(trusts):
                left = np.flatnonzero(trusts == trust)
                taught = np.flatnonzero(trusts != trust)
                guessed[left] = _guessed(teach, written, names, taught, left)
            _say(f"{way}, at a trust never seen", [names], [guessed.astype(str)])


def _crossed(teach: Taught, written: list[Written], names: Names, seed: int) -> Names:
    guessed = np.empty(len(names), dtype=object)
    fifths = StratifiedKFold(5, shuffle=True, random_state=seed)
    for taught, left in fifths.split(np.zeros(len(names)), names):
        guessed[left] = _guessed(teach, written, names, taught, left)
    return guessed.astype(str)


def _guessed(
    teach: Taught,
    written: list[Written],
    names: Names,
    taught: NDArray[np.int64],
    left: NDArray[np.int64],
) -> Names:
    return teach([written[at] for at in taught], names[taught], [written[at] for at in left])


def _say(way: str, names: list[Names], guessed: list[Names]) -> None:
    """Means over the seeds; limits of the first from drawing its comments again."""
    scores = [_f1(real, said) for real, said in zip(names, guessed, strict=True)]
    right = [float((real == said).mean()) for real, said in zip(names, guessed, strict=True)]
    random = np.random.default_rng(0)
    drawn = [
        _f1(names[0][rows], guessed[0][rows])
        for rows in random.integers(0, len(names[0]), (DRAWS, len(names[0])))
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    print(
        f"  {way:<50} macro-F1 {np.mean(scores):.3f} ({low:.3f} to {high:.3f})  "
        f"accuracy {np.mean(right):.3f}"
    )


def _f1(names: Names, guessed: Names) -> float:
    labels = np.unique(names)
    return float(f1_score(names, guessed, labels=labels, average="macro", zero_division=0))


def _how_topics_fit(rows: list[dict[str, str]]) -> None:
    found = topics.find([row["text"] for row in rows], [row["question"] for row in rows])
    _say_topics("Themes found without labels", rows, found)


def _say_topics(how: str, rows: list[dict[str, str]], found: topics.Topics) -> None:
    names = np.array([row["theme"] for row in rows])
    agree = normalized_mutual_info_score(names, found.main)
    random = np.random.default_rng(0)
    by_chance = [
        normalized_mutual_info_score(names, random.permutation(found.main)) for _ in range(200)
    ]
    print(
        f"{how}: {len(found.topics)} topics, normalised mutual information "
        f"{agree:.3f} (by chance {np.mean(by_chance):.3f}, at most {max(by_chance):.3f}); "
        f"{100 * (found.main < 0).mean():.0f}% of comments in none"
    )


def _how_meaning_does(rows: list[dict[str, str]], folder: Path) -> None:
    """With a model: themes found, and what it adds to the learner's features."""
    texts, names = [row["text"] for row in rows], np.array([row["theme"] for row in rows])
    opened = model.opened(folder)
    before, worked = time.perf_counter(), time.process_time()
    vectors = opened.vectors(texts)
    print(
        f"Meaning of {len(texts):,} comments: {time.perf_counter() - before:.1f} s, "
        f"{time.process_time() - worked:.1f} s of work, {peak_megabytes():,.0f} MB at most"
    )
    found = by_meaning.find(texts, [row["question"] for row in rows], vectors)
    _say_topics("Themes found by meaning", rows, found)
    written = [Written(row["text"], row["question"]) for row in rows]
    place = {id(one): at for at, one in enumerate(written)}

    def with_meaning(taught: list[Written], names: Names, left: list[Written]) -> Names:
        codes, features = np.unique(names), learner.Features(taught)

        def of(these: list[Written]) -> sparse.csr_matrix:
            meant = sparse.csr_matrix(vectors[[place[id(one)] for one in these]].astype(np.float64))
            return sparse.hstack([features.of(these), meant]).tocsr()

        weights, offsets = learner.fit(of(taught), names[:, None] == codes)
        return np.asarray(codes[(of(left) @ weights.T + offsets).argmax(axis=1)])

    found_ = [_crossed(with_meaning, written, names, seed) for seed in SEEDS]
    _say("The service's learner with meaning", [names] * len(SEEDS), found_)


def _how_many_urgent(rows: list[dict[str, str]]) -> None:
    """What share of comments at each criticality the urgent words find."""
    column = "criticality_-5to5"
    if column not in rows[0]:
        return
    by_grade: dict[float, list[bool]] = {}
    for row in rows:
        if row[column]:
            by_grade.setdefault(float(row[column]), []).append(bool(urgent.reasons(row["text"])))
    print("Urgent words, by criticality as labelled (-5 gravest):")
    for grade in sorted(by_grade):
        found = by_grade[grade]
        limits = intervals.wilson(sum(found), len(found))
        print(
            f"  {grade:>4.0f}: {sum(found):>3} of {len(found):>3} found "
            f"({100 * float(limits.lower):.1f}% to {100 * float(limits.upper):.1f}%)"
            f"{'  gravest' if grade <= GRAVEST else ''}"
        )


def _how_fast(many: int) -> None:
    """Made-up comments of 5 to 40 words drawn from 8,000, common ones more often."""
    random = np.random.default_rng(0)
    words = np.array(
        ["".join(random.choice(list("aeioulnrstdmp"), int(size)))
         for size in random.integers(4, 11, 8000)]
    )  # fmt: skip
    weight = 1 / np.arange(10, 8010)
    drawn = random.choice(words, 40 * many, p=weight / weight.sum()).reshape(many, 40)
    texts = [
        " ".join(row[:size]) for row, size in zip(drawn, random.integers(5, 41, many), strict=True)
    ]
    questions = [f"Q{at % 2}" for at in range(many)]
    before, worked = time.perf_counter(), time.process_time()
    found = topics.find(texts, questions)
    print(
        f"{many:,} comments, TF-IDF and {len(found.topics)} topics: "
        f"{time.perf_counter() - before:.1f} s, {time.process_time() - worked:.1f} s of work, "
        f"{peak_megabytes():,.0f} MB at most"
    )
