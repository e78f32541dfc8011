"""The words of work that the machine does in the background for the codebook."""

from django.db import models

LONGEST_MESSAGE = 500


class Kind(models.TextChoices):
    LEARN = "learn", "Learning from what people coded"
    LOOK = "look", "Looking for themes"


class State(models.TextChoices):
    WAITING = "waiting", "Waiting for its turn"
    RUNNING = "running", "Being done"
    DONE = "done", "Done"
    FAILED = "failed", "Stopped"


FAULT = "A fault of the service stopped it."
UNHEARD = "Nothing was heard of it any more, so it was given up."
NOT_BEGUN = "Nothing took it up, so it was given up."
