"""What a round may be, and when it may open. Pure: each gives a sentence against it, or nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

LONGEST_WINDOW = timedelta(days=400)


def against_window(opens_at: datetime, closes_at: datetime, at: datetime) -> str:
    if closes_at <= at:
        return "It would close in the past. Choose a later day to close it."
    if closes_at <= opens_at:
        return "It would close before it opens. Change one of the two."
    if closes_at - opens_at > LONGEST_WINDOW:
        return "It would stay open for more than 400 days. Choose an earlier day to close it."
    return ""


def against_sampling(sampling: str, size: int | None, quota_by: str) -> str:
    if sampling == "everybody":
        return ""
    if not size:
        return "Say how many people the sample is to have."
    if sampling == "quota" and not quota_by:
        return "Say which groups are to have a sample of that size."
    return ""


def against_opening(
    *,
    state: str,
    is_published: bool,
    has_notice: bool,
    counted: int,
    closes_at: datetime,
    at: datetime,
) -> str:
    """Against opening a round now, or having it open by itself."""
    if state == "open":
        return "The round is open already."
    if state == "closed":
        return "A closed round is not opened again. Prepare a new one."
    if not is_published:
        return "The questionnaire is still a draft. Publish it first: answers need fixed words."
    if not has_notice:
        return (
            "A round cannot open without a privacy notice. Choose the one that people read before "
            "they answer."
        )
    if not counted:
        return (
            "Nothing in this questionnaire can be counted, so there would be no results. Add a "
            "question from the bank."
        )
    if closes_at <= at:
        return "Its last day has passed. Choose a later day to close it."
    return ""


def against_closing(state: str) -> str:
    if state == "draft":
        return "The round has not been opened, so it cannot be closed."
    if state == "closed":
        return "The round is closed already."
    return ""


def against_moving_the_end(state: str, closes_at: datetime, at: datetime) -> str:
    if state == "closed":
        return "A closed round is not opened again, so its end cannot be moved."
    if closes_at <= at:
        return "Choose a day in the future. To end it now, close the round."
    return ""
