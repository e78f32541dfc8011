"""The tables of this stage stand with their nouns."""

from sightline.respond.register.models import (
    CategoryDecision,
    Concern,
    Ending,
    Evidence,
    IsfCategory,
    Note,
    Standing,
)
from sightline.respond.requests.models import RequestAnswer, ReviewRequest
from sightline.respond.rounds.models import RoundStep

__all__ = [
    "CategoryDecision",
    "Concern",
    "Ending",
    "Evidence",
    "IsfCategory",
    "Note",
    "RequestAnswer",
    "ReviewRequest",
    "RoundStep",
    "Standing",
]
