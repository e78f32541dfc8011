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

__all__ = [
    "CategoryDecision",
    "Concern",
    "Ending",
    "Evidence",
    "IsfCategory",
    "Note",
    "Standing",
]
