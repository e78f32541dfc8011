"""When an answer is complete, what is asked again, and how long it took. No database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sightline.assess.returns.words import Outcome
from sightline.base.refusal import Refusal

#: Whoever leaves a page open over lunch has not answered all that time.
LONGEST_SECONDS = 30 * 60
LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Given:
    """An answer as somebody gives it. ``evidence`` are keys of the return's own evidence."""

    outcome: str = ""
    reason: str = ""
    improvement: str = ""
    by_profession: Mapping[str, str] = field(default_factory=dict)
    evidence: frozenset[int] = frozenset()
    still_true: bool = False

    @property
    def is_empty(self) -> bool:
        return not (
            self.outcome
            or self.reason
            or self.improvement
            or self.by_profession
            or self.evidence
            or self.still_true
        )


class SectionChanged(Refusal):
    """Somebody else saved the section meanwhile. Nothing was written over."""

    def __init__(self, who: str, version: int) -> None:
        super().__init__(
            f"{who} saved this section while you had it open. Nothing of yours or theirs is lost: "
            "your words are still on this page, with theirs beside them where they differ. Change "
            "what you want and save again."
        )
        self.version = version


class NotFinished(Refusal):
    """``errors``: a sentence for each question that is not answered."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Some questions of this section are not answered yet.")
        self.errors = dict(errors)


def lacks(given: Given) -> str:
    """What an answer still needs, as a sentence; "" if nothing."""
    if not given.outcome:
        return "Choose an answer"
    if given.outcome == Outcome.NOT_APPLICABLE and not given.reason.strip():
        return "Say why this is not applicable here"
    if given.outcome in (Outcome.PARTLY, Outcome.NOT_MET) and not given.reason.strip():
        return "Say what is missing"
    return ""


def with_last_year(given: Given, last: Given | None) -> Given:
    """Last year's answer where somebody says that it is still true.

    What they write themselves goes before: only what is left empty is filled in.
    """
    if not given.still_true or last is None:
        return given
    if given.outcome and given.outcome != last.outcome:
        return Given(
            given.outcome,
            given.reason,
            given.improvement,
            given.by_profession,
            given.evidence,
            False,
        )
    return Given(
        last.outcome,
        given.reason or last.reason,
        given.improvement or last.improvement,
        given.by_profession or last.by_profession,
        given.evidence,
        True,
    )


def kept_professions(
    told: Mapping[str, str], outcome: str, known: Collection[str]
) -> dict[str, str]:
    """Only where a profession's answer differs, and only professions that learn here."""
    return {
        code: said
        for code, said in told.items()
        if code in known and said in Outcome.values and said != outcome
    }


def seconds_spent(opened: datetime | None, saved: datetime) -> int:
    """How long a page was open before it was saved, at most half an hour; 0 where not known."""
    if opened is None or opened > saved:
        return 0
    return min(LONGEST_SECONDS, int((saved - opened).total_seconds()))
