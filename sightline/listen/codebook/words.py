"""The words of the codebook."""

from django.db import models


class State(models.TextChoices):
    IN_USE = "in_use", "In use"
    MERGED = "merged", "Merged"
    RETIRED = "retired", "Retired"


STATE_COLOURS = {State.IN_USE: "green", State.MERGED: "grey", State.RETIRED: "grey"}
LONGEST_NAME = 80
LONGEST_DESCRIPTION = 1000
LONGEST_REASON = 500
