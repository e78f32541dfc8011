"""The feedback letter as what stands in it, for the page and the file alike."""

from __future__ import annotations

from typing import Any

from sightline.assess.returns.letters.models import FeedbackLetter
from sightline.assess.returns.models import Return
from sightline.design import show
from sightline.design.documents.content import Column, Document, Fact, Grid, Page, Section

AUTHOR = "NHS England, Workforce, Training and Education"
HOW = (
    "Others are providers that answered the same questions in this campaign and have signed. "
    "Shares are rounded to tenths, and shown where at least ten others have signed, so that "
    "nothing is told of any one of them. “Not applicable” is left out. These are words of "
    "providers about themselves, not judgements."
)


def of(found: Return, content: dict[str, Any], sent: FeedbackLetter | None) -> Document:
    """``content`` is as writing.py makes it; ``sent`` is None for a letter not yet sent."""
    suggestions = tuple(one["text"] for one in content["suggestions"])
    practice = content["practice"]
    compared = Grid(
        "Your answers beside those of others",
        (Column("Question", 4), Column("You say", 1.3), Column("Others", 3.4)),
        tuple((row["ask"], row["own"], row["others"]) for row in content["rows"]),
    )
    sections = (
        Section(
            "Our suggestions" if len(suggestions) != 1 else "Our suggestion",
            () if suggestions else ("We have none. Thank you.",),
            points=suggestions,
        ),
        Section(
            "Good practice nearby",
            (
                f"{practice['where']}: {practice['text']}"
                if practice
                else "Nobody has written any down in your region yet.",
            ),
        ),
        Section("How you compare with others like you", grid=compared),
        Section("How was this worked out?", (HOW,)),
    )
    made_up = "Made-up data. " if found.organisation.is_made_up else ""
    return Document(
        title="Feedback on your self-assessment",
        caption=f"{found.organisation.name}, {found.campaign.name}",
        lead=(f"Sent by {sent.sent_by.name}, {show.format_moment(sent.sent_at)}.",) if sent else (),
        facts=tuple(
            Fact(show.number(count), f"you said: {label.lower()}")
            for label, count in content["own"].items()
        ),
        pages=(Page("Feedback", sections),),
        foot=f"{made_up}{found.organisation.name}. {found.reference}",
        author=AUTHOR,
    )
