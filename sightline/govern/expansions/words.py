"""The vocabulary of requests to expand."""

from django.db import models


class Outcome(models.TextChoices):
    APPROVED = "approved", "Approved"
    PART = "part", "Approved in part"
    NOT_NOW = "not_now", "Not now"


OUTCOME_HINTS: dict[str, str] = {
    Outcome.APPROVED: "All the places that are asked for.",
    Outcome.PART: "Fewer than are asked for. Say how many, and why not all.",
    Outcome.NOT_NOW: "None. Say what would have to change.",
}
OUTCOME_COLOURS: dict[str, str] = {
    Outcome.APPROVED: "green",
    Outcome.PART: "yellow",
    Outcome.NOT_NOW: "red",
}
