"""Conversations for tests and made-up data, through the same actions as people use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from sightline.listen.codesign import actions, voting
from sightline.listen.codesign.models import Conversation, Statement
from sightline.organisations.models import Organisation
from sightline.people.models import User

STATEMENTS = (
    "Rotas should be out six weeks ahead.",
    "One day a week should be free of clinical work.",
    "We should choose our own placements.",
    "Every ward needs a named person for learners.",
)


def conversation(
    place: Organisation | None, by: User, at: datetime, *, opened: bool = True, **other: Any
) -> Conversation:
    given: dict[str, Any] = {
        "title": "Placements that work",
        "purpose": "What should we change first?",
        "place": place,
        "programme": None,
        "profession": None,
        "forum": None,
        "takes_statements": True,
    }
    made = actions.make(**{**given, **other}, by=by, at=at)
    for text in STATEMENTS:
        actions.put(conversation=made, text=text, by=by, at=at)
    if not opened:
        return made
    last = timezone.localdate(at) + timedelta(days=14)
    return actions.open_(conversation=made, closes_date=last, by=by, at=at)


def vote(of: Conversation, people: Sequence[Sequence[str]], at: datetime) -> None:
    """Each of ``people`` votes on the shown statements in order; "" leaves one out."""
    statements = list(of.statements.filter(state=Statement.State.SHOWN))
    for votes in people:
        participant = voting.participant_of(of, voting.join(of))
        assert participant is not None  # noqa: S101 - it has just joined
        for statement, choice in zip(statements, votes, strict=True):
            if choice:
                voting.vote(participant, statement, choice, timezone.localdate(at))
