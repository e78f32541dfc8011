"""What may follow what on the register. Pure: no database, no clock.

Functions named ``why_not_…`` return the sentence that refuses, or "" when it may be done.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sightline.respond.register import words

OPEN, MONITORING, CLOSED = "open", "monitoring", "closed"
BETTER, SAME, WORSE = "better", "same", "worse"

#: state → states that may follow it.
NEXT_STATES = {
    OPEN: frozenset({MONITORING, CLOSED}),
    MONITORING: frozenset({CLOSED, OPEN}),
    CLOSED: frozenset({OPEN}),
}

#: What each level can be about: kinds of organisation.
PROVIDERS = frozenset({"trust", "practice", "independent", "other_provider"})
KINDS_FOR_LEVEL = {
    "environment": PROVIDERS,
    "organisation": PROVIDERS | {"site"},
    "programme": PROVIDERS | {"icb", "region"},
    "system": frozenset({"icb", "region"}),
}
SOON_DAYS = 14


def levels_for(kind: str) -> tuple[str, ...]:
    """The levels at which a concern about an organisation of that kind can sit."""
    return tuple(level for level, kinds in KINDS_FOR_LEVEL.items() if kind in kinds)


# Risk


def risk_score(likelihood: int, impact: int) -> int:
    """Likelihood × impact, 1 to 25."""
    if likelihood not in range(1, 6) or impact not in range(1, 6):
        raise ValueError("Likelihood and impact run from 1 to 5.")
    return likelihood * impact


def band(score: int) -> words.Band:
    """The band in which a product of two numbers from 1 to 5 lies."""
    for one in words.BANDS:
        if one.low <= score <= one.high:
            return one
    raise ValueError(f"Not a risk score: {score}")


# Where a concern sits


def why_not_there(
    *, level: str, kind: str, has_environment: bool, has_programme: bool, belongs: bool
) -> str:
    """``belongs``: the environment named, if any, is one of that organisation's."""
    if level not in KINDS_FOR_LEVEL:
        return (
            "Choose whether the concern is about an environment, organisation, programme or system."
        )
    if kind not in KINDS_FOR_LEVEL[level]:
        return {
            "environment": "A learning environment belongs to a provider. Choose the provider.",
            "organisation": "Choose a provider or one of its sites, or choose “a whole system”.",
            "programme": "A concern about a programme sits at a provider, an ICB or a region.",
            "system": "A concern about a whole system sits at an ICB or a region.",
        }[level]
    if level == "environment" and not has_environment:
        return "Choose the learning environment that the concern is about."
    if level == "programme" and not has_programme:
        return "Choose the programme that the concern is about."
    if level != "environment" and has_environment:
        return "Name a learning environment only when the concern is about that environment."
    if has_environment and not belongs:
        return (
            "That learning environment belongs to another organisation. Choose one from the list."
        )
    return ""


# Reviews


#: Three times as long as the calmest category waits; beyond it, somebody mistyped the year.
LONGEST_WITHOUT_REVIEW = timedelta(days=3 * 366)


def why_not_review_on(next_review: date | None, *, today: date) -> str:
    if next_review is None:
        return "Enter the date of the next review."
    if next_review <= today:
        return "The next review must be after today."
    if next_review > today + LONGEST_WITHOUT_REVIEW:
        return "The next review must be within three years. Check the year."
    return ""


def usual_review(day: date, within_days: int) -> date:
    """The latest day for the next review that is usual for a category, counted from ``day``."""
    return day + timedelta(days=within_days)


def review_state(next_review: date | None, *, today: date) -> str:
    """A key of ``words.REVIEW_STATES``. A review is overdue on the day after it was due."""
    if next_review is None:
        return "none"
    if next_review < today:
        return "overdue"
    if next_review <= today + timedelta(days=SOON_DAYS):
        return "soon"
    return "later"


def why_not_waiting(what: str, whom: str) -> str:
    if bool(what.strip()) != bool(whom.strip()):
        return "Say both what you are waiting for and who it must come from, or leave both empty."
    return ""


# Categories


def direction(previous: int | None, new: int) -> str:
    """A lower category is better. The first decision has no direction: no change."""
    if previous is None or previous == new:
        return SAME
    return BETTER if new < previous else WORSE


def why_not_decide(
    *,
    state: str,
    rationale: str,
    decided_by: str,
    cited: Iterable[object],
    decided_date: date,
    previous_date: date | None,
    raised_date: date,
    next_review: date | None,
    today: date,
) -> str:
    if state != OPEN:
        return "A category can only be decided for an open concern. Reopen it first."
    if not rationale.strip():
        return "Say why this category was decided."
    if not list(cited):
        return "Cite at least one piece of evidence for the decision."
    if not decided_by.strip():
        return "Say who decided."
    if decided_date > today:
        return "The date of the decision cannot be in the future."
    if decided_date < raised_date:
        return "The decision cannot be earlier than the concern."
    if previous_date is not None and decided_date < previous_date:
        return "The decision cannot be earlier than the one it replaces."
    return why_not_review_on(next_review, today=today)


# Endings


def why_not_close(
    *,
    state: str,
    outcome: str,
    reason: str,
    evidence: str,
    monitoring: date | None,
    today: date,
) -> str:
    new = MONITORING if monitoring else CLOSED
    if new not in NEXT_STATES[state]:
        if state == MONITORING:
            return "It is already being monitored. End the monitoring, or reopen the concern."
        return "This concern is already closed."
    if not outcome:
        return "Choose how the concern ended."
    if not reason.strip():
        return "Say why the concern can be closed."
    if not evidence.strip():
        return "Say what evidence shows that it can be closed."
    if monitoring is not None and monitoring <= today:
        return "The monitoring date must be after today."
    return ""


def why_not_reopen(*, state: str, reason: str, next_review: date | None, today: date) -> str:
    if OPEN not in NEXT_STATES[state]:
        return "This concern is open already."
    if not reason.strip():
        return "Say why the concern is reopened."
    return why_not_review_on(next_review, today=today)
