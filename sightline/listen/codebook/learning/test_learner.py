"""The learner on made-up texts, and on labelled comments of the public where they are there."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from sightline.listen.codebook.learning import learner
from sightline.listen.codebook.learning.learner import Written

LABELLED = (
    Path(__file__).resolve().parents[5] / "shared/cases/comments/nhs_feedback_phase1_dev_sample.csv"
)
ABOUT = {
    "parking": ("Parking costs too much", "No space in the car park", "Parkng is dear for us"),
    "rota": ("The rota comes too late", "My shifts change each week", "Rotas without notice"),
}
TAILS = ("sadly", "as ever", "I said so", "every day", "again", "in spring", "we wrote",
         "on the ward", "for a year", "as you know")  # fmt: skip
TEXTS = [
    (Written(f"{text}, {tail}", "Q1"), about)
    for about, texts in ABOUT.items()
    for text in texts
    for tail in TAILS
]


def as_given(abouts: list[str]) -> learner.Given:
    return np.array([[one == name for name in sorted(set(abouts))] for one in abouts])


def test_what_was_learnt_is_proposed_for_what_was_not_seen() -> None:
    learnt, tried = learner.learn([one for one, _ in TEXTS], as_given([a for _, a in TEXTS]))
    assert tried.mean_f1 > 0.9
    unseen = [Written("They want money for parking", "Q1"), Written("a late rota", "Q1")]
    assert (learnt.scores(unseen) > 0).tolist() == [[True, False], [False, True]]
    assert learnt.scores([]).shape == (0, 2)


def test_words_that_are_written_again_are_not_tried_on_themselves() -> None:
    """Each text stands often, and what it is about is tossed: nothing can be learnt of it."""
    random = np.random.default_rng(3)
    texts = [Written("".join(random.choice(list("abcdefghij"), 9)), "Q1") for _ in range(40)]
    about = random.integers(0, 2, 40).astype(bool)
    codes = np.stack([about, ~about], axis=1)
    _, tried = learner.learn(texts * 4, np.tile(codes, (4, 1)))
    right = (tried.proposed[:, 0] == np.tile(about, 4)).mean()
    assert right < 0.75
    for taught, left in learner._folds(texts * 4, 0):
        assert not {(texts * 4)[at] for at in taught} & {(texts * 4)[at] for at in left}


def test_the_same_coding_teaches_the_same() -> None:
    texts, codes = [one for one, _ in TEXTS], as_given([a for _, a in TEXTS])
    once, again = (learner.learn(texts, codes)[0].scores(texts) for _ in range(2))
    assert np.array_equal(once, again)


def test_too_little_teaches_nothing() -> None:
    codes = np.zeros((60, 3), dtype=bool)
    codes[:9, 0] = codes[:10, 1] = codes[:51, 2] = True
    assert learner.can_learn(codes).tolist() == [False, True, False]
    assert not learner.can_learn(codes[:49]).any()


@given(
    arrays.arrays(np.float64, (12, 2), elements=st.floats(-3, 3)),
    arrays.arrays(np.bool_, (12, 2)),
)
def test_no_other_threshold_is_better(raw: learner.Scores, codes: learner.Given) -> None:
    chosen = learner.thresholds(raw, codes)
    for code in range(2):
        if len(set(raw[:, code])) < len(raw):
            continue  # scores that are the same cannot be told apart
        best = learner.f1(codes, raw > chosen)[code]
        for cut in raw[:, code]:
            assert best >= learner.f1(codes, raw >= cut)[code] - 1e-12


def test_f1_is_what_precision_and_recall_make_it() -> None:
    codes = np.array([[1, 0], [1, 0], [0, 0], [0, 0]], dtype=bool)
    proposed = np.array([[1, 0], [0, 0], [1, 0], [0, 0]], dtype=bool)
    assert learner.f1(codes, proposed).tolist() == [0.5, 0.0]


@pytest.mark.slow
def test_labelled_comments_are_learnt_better_than_the_plain_way() -> None:
    if not LABELLED.exists():
        pytest.skip("The labelled comments are not beside the project")
    with LABELLED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[::2]
    texts = [Written(row["text"], row["question"]) for row in rows]
    codes = as_given([row["theme"] for row in rows])
    _, tried = learner.learn(texts, codes)
    always = np.zeros_like(codes)
    always[:, codes.sum(axis=0).argmax()] = True
    assert tried.mean_f1 > 0.4 > 4 * learner.f1(codes, always).mean()
