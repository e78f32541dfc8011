"""What becomes of a standard in the next version of the framework."""

from django.db import models


class Change(models.TextChoices):
    SAME = "same", "Same number, same words"
    RENUMBERED = "renumbered", "Same words, another number"
    REWORDED = "reworded", "Other words"
    GONE = "gone", "Not in the new version"
    NEW = "new", "New"
