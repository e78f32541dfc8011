"""The feedback letter as what stands in it, for the page and the file alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from sightline.assess.returns.letters import rules
from sightline.assess.returns.letters.models import FeedbackLetter
from sightline.assess.returns.models import Return
from sightline.assess.returns.words import Outcome
from sightline.design import show
from sightline.design.documents.content import Column, Document, Fact, Grid, Page, Section

AUTHOR = "NHS England, Workforce, Training and Education"
HOW = (
    "Others are providers that answered the same questions in this campaign and have signed. "
    "Shares are rounded to tenths, and shown where at least ten others have signed, so that "
    "nothing is told of any one of them. “Not applicable” is left out. These are words of "
    "providers about themselves, not judgements."
)


HEADING = "How you compare with others like you"


def _agreed(content: dict[str, Any]) -> tuple[Section, ...]:
    """What the review set. Letters of before did not say it, and say nothing of it now."""
    if "agreed" not in content:
        return ()
    points = tuple(
        f"{one['kind']} {one['reference']}: {one['text']} {one['owner']}, by "
        f"{show.format_date(date.fromisoformat(one['due']))}."
        for one in content["agreed"]
    )
    none = ("The review of your answers set no requirement and made no recommendation.",)
    return (Section("What the review asks of you", () if points else none, points=points),)


def of(found: Return, content: dict[str, Any], sent: FeedbackLetter | None) -> Document:
    """``content`` is as writing.py makes it; ``sent`` is None for a letter not yet sent."""
    suggestions = tuple(one["text"] for one in content["suggestions"])
    practice = content["practice"]
    if all(row["others"] == rules.NOT_COMPARED for row in content["rows"]):
        # Said once: a table in which every row says it hides the rest of the letter.
        compared = Section(
            HEADING, (f"{rules.NOT_COMPARED} Your answers stand in the version that you signed.",)
        )
    else:
        grid = Grid(
            "Your answers beside those of others",
            (Column("Question", 4), Column("You say", 1.3), Column("Others", 3.4)),
            tuple((row["ask"], row["own"], row["others"]) for row in content["rows"]),
        )
        compared = Section(HEADING, grid=grid)
    sections = (
        Section(
            "Our suggestions" if len(suggestions) != 1 else "Our suggestion",
            () if suggestions else ("We have none. Thank you.",),
            points=suggestions,
        ),
        *_agreed(content),
        Section(
            "Good practice nearby",
            (
                f"{practice['where']}: {practice['text']}"
                if practice
                else "Nobody has written any down in your region yet.",
            ),
        ),
        compared,
        Section("How was this worked out?", (HOW,)),
    )
    made_up = "Made-up data. " if found.organisation.is_made_up else ""
    return Document(
        title="Feedback on your self-assessment",
        caption=f"{found.organisation.name}, {found.campaign.name}",
        lead=(f"Sent by {sent.sent_by.name}, {show.format_moment(sent.sent_at)}.",) if sent else (),
        facts=tuple(
            Fact(show.number(count), f"you said: {label.lower()}")
            for label in Outcome.labels
            if (count := content["own"].get(label))
        ),
        pages=(Page("Feedback", sections),),
        foot=f"{made_up}{found.organisation.name}. {found.reference}",
        author=AUTHOR,
    )
