"""The vocabulary of capacity."""

from __future__ import annotations

from enum import StrEnum

from django.db import models


class Kind(models.TextChoices):
    """What a number of learners says."""

    APPROVED = "approved", "Approved"
    ACTUAL = "actual", "Actual"


class Use(StrEnum):
    """How the learners who are there compare with those who are approved."""

    OVER = "over"
    FULL = "full"
    FREE = "free"
    UNKNOWN = "unknown"


#: A sign beside the words, so that a colour is never alone.
SIGNS: dict[Use, str] = {Use.OVER: "▲", Use.FULL: "=", Use.FREE: "▽", Use.UNKNOWN: "?"}
COLOURS: dict[Use, str] = {
    Use.OVER: "red",
    Use.FULL: "yellow",
    Use.FREE: "green",
    Use.UNKNOWN: "grey",
}
NOT_KNOWN = "Not known"
