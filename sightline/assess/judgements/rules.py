"""What a judgement has to rest on. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sightline.assess.evidence.rules import Mark, fresh_voices

PROVIDER = "provider"


def why_not_judge(
    *,
    outcome: str,
    confidence: str,
    reasons: str,
    made_by: str,
    cited: Sequence[Mark],
    decided: date,
    previous: date | None,
    next_review: date,
    today: date,
) -> str:
    """``cited`` is the evidence it rests on; ``previous`` the day of the judgement it replaces."""
    if not made_by.strip():
        return "Name the people who made the judgement."
    if not reasons.strip():
        return "Give the reasons for the judgement."
    if decided > today:
        return "The day of the judgement cannot be in the future."
    if previous is not None and decided < previous:
        return "There is a later judgement of this standard already. Check the day."
    if next_review <= decided:
        return "The next review must be after the day of the judgement."
    return why_not_rest(outcome=outcome, confidence=confidence, cited=cited, day=decided)


def why_not_rest(*, outcome: str, confidence: str, cited: Sequence[Mark], day: date) -> str:
    """Does the evidence cited carry the outcome? Stale evidence carries nothing."""
    voices = fresh_voices(cited, day)
    if outcome == "cannot_say":
        return ""
    if not cited:
        return "Cite the evidence that the judgement rests on, or judge that it cannot be said yet."
    if not voices:
        return (
            "Everything that you cite is stale or speaks with nobody’s voice. Cite evidence that "
            "is fresh, or judge that it cannot be said yet."
        )
    if outcome == "assured" and (len(voices) < 2 or not voices - {PROVIDER}):
        return (
            "“Met, assured” needs at least two voices that are fresh, one of them other than the "
            "provider. Cite more, or choose another judgement."
        )
    if outcome == "provider_says" and voices != {PROVIDER}:
        return (
            "“Met, says the provider” is for where only the provider is heard. You cite others "
            "too, so say what they make of it."
        )
    if confidence == "high" and len(voices) < 2:
        return "High confidence needs at least two voices that are fresh. You cite one."
    return ""
