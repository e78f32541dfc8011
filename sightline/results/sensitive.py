"""Sensitive questions, such as whether somebody was bullied: counted as two answers only.

Of a group of thirty in which two were bullied, one of them many times, nothing may say so. Scores,
percentages and the number who answered give the counts of more than two answers back, and with two
answers one that few gave is told by the other. So a sensitive question is counted as the answers
that count as positive, together, and all others, together; and a group is shown only where both
were given by as many as the smallest group that is shown (see masks).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

#: Scores of the two: the score of a group is then its percentage of positive answers.
POSITIVE, OTHER = 100, 0


def has_both(scale: Iterable[Mapping[str, object]]) -> bool:
    """Has it answers that count as positive, and others? Else it cannot be sensitive."""
    return len({bool(one.get("positive")) for one in scale}) == 2


def two_answers(
    scale: Sequence[Mapping[str, object]],
) -> tuple[list[dict[str, object]], tuple[int, ...]]:
    """The two answers of a scale, in the order in which each is first met, and for each answer of
    the scale which of the two it is, from 1.

    Raises:
        ValueError: all answers are positive, or none is.

    >>> def answer(text: str, positive: bool) -> dict[str, object]:
    ...     return {"answer": text, "score": 50, "positive": positive}
    >>> two, which = two_answers(
    ...     [answer("Never", True), answer("Once", False), answer("More", False)]
    ... )
    >>> [one["answer"] for one in two], which
    (['Never', 'Once or More'], (1, 2, 2))
    """
    kinds = [bool(one.get("positive")) for one in scale]
    if not has_both(scale):
        raise ValueError("A sensitive question needs answers that are positive and others.")
    order = list(dict.fromkeys(kinds))
    texts = {
        kind: [str(one["answer"]) for one, own in zip(scale, kinds, strict=True) if own == kind]
        for kind in order
    }
    two: list[dict[str, object]] = [
        {
            "answer": _listed(texts[kind]),
            "score": POSITIVE if kind else OTHER,
            "positive": kind,
        }
        for kind in order
    ]
    return two, tuple(order.index(kind) + 1 for kind in kinds)


def _listed(texts: Sequence[str]) -> str:
    *first, last = texts
    return f"{', '.join(first)} or {last}" if first else last
