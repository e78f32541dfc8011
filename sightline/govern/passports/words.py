"""The vocabulary of quality passports. What is printed in one is kept with every frozen copy."""

from __future__ import annotations

from django.db import models

#: Grows whenever headings or sentences of a passport change; a frozen copy keeps its own.
WORDING = 1
NOT_KNOWN = "Not known"
NO_SCORE = "There is no overall score. What is not known is shown as not known."


class Audience(models.TextChoices):
    """For whom a passport is frozen: nobody sees more of a copy than these may see."""

    PLACE = "place", "What the place itself may see"
    QUALITY = "quality", "What quality teams may see"
