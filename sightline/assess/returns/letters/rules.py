"""What a feedback letter says: how others answer, three suggestions, good practice. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sightline.assess.returns.words import Outcome

#: Of fewer others nothing is said: it would tell of single providers.
LEAST_OTHERS = 10
MOST_SUGGESTIONS = 3
NOT_COMPARED = "Too few like you have signed to compare."
#: From this many in ten on, "most others" meet something.
_MOST_TENTHS = 7


@dataclass(frozen=True)
class Compared:
    """How others of one kind answer one question, in tenths; None where too few have signed.

    Tenths, not counts: nobody can work out what one provider said from two letters.
    """

    tenths: Mapping[str, int] | None

    @property
    def sentence(self) -> str:
        if self.tenths is None:
            return NOT_COMPARED
        said = [
            f"{'fewer than 1' if tenths == 0 else f'about {tenths}'} in 10 say "
            f"{Outcome(outcome).label.lower()}"
            for outcome, tenths in self.tenths.items()
        ]
        return f"Of others like you, {', '.join(said)}."


def compared(counts: Mapping[str, int]) -> Compared:
    """``counts``: outcome → how many others. Those who say "not applicable" are not compared."""
    rated = [Outcome.MET, Outcome.PARTLY, Outcome.NOT_MET]
    total = sum(counts.get(one, 0) for one in rated)
    if total < LEAST_OTHERS:
        return Compared(None)
    return Compared({one.value: (10 * counts.get(one, 0) + total // 2) // total for one in rated})


@dataclass(frozen=True)
class Suggestion:
    code: str
    text: str


def suggestions(
    questions: Sequence[Mapping[str, Any]],
    *,
    others: Mapping[str, Compared],
    disagreed: Mapping[str, str],
    low: Mapping[str, Iterable[str]],
) -> list[Suggestion]:
    """At most three, one for each question, the most pressing first.

    Args:
        questions: of the signed content.
        others: code → how others answer.
        disagreed: code → why the reviewer disagreed.
        low: number of a standard → survey results lower than usual.
    """
    ranked = []
    for position, one in enumerate(questions):
        said = _suggestion(one, others.get(one["code"]), disagreed.get(one["code"], ""), low)
        if said is not None:
            rank, text = said
            ranked.append((rank, position, Suggestion(one["code"], text)))
    return [one for _, _, one in sorted(ranked, key=lambda row: row[:2])[:MOST_SUGGESTIONS]]


def _suggestion(
    one: Mapping[str, Any],
    others: Compared | None,
    disagreed: str,
    low: Mapping[str, Iterable[str]],
) -> tuple[int, str] | None:
    ask, outcome = one["ask"], one["outcome"]
    is_short = outcome in (Outcome.NOT_MET, Outcome.PARTLY)
    if outcome == Outcome.NOT_MET and not one["improvement"]:
        return 0, f"Plan what you will do about this, who does it and by when: {ask}"
    if disagreed:
        return (
            1,
            f"Look at this again together with your regional team: {ask} They say: {disagreed}",
        )
    labels = list(dict.fromkeys(x for number in one["standards"] for x in low.get(number, ())))
    if outcome == Outcome.MET and labels:
        return 2, (
            f"Ask your learners about this: {ask} They rate “{labels[0]}” lower than is usual."
        )
    if is_short and others and others.tenths and others.tenths[Outcome.MET] >= _MOST_TENTHS:
        return 3, f"Most others like you meet this; ask one of them how: {ask}"
    if outcome == Outcome.PARTLY and not one["improvement"]:
        return 4, f"Say what would make this so for every learner: {ask}"
    if outcome == Outcome.MET and not one["evidence"]:
        return 5, f"Name what shows this, so that others can rely on it: {ask}"
    return None
