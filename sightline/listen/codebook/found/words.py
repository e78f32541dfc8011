"""The words of themes that the machine finds."""

from django.db import models


class How(models.TextChoices):
    """What a person makes of a found theme."""

    NAMED = "named", "Give it a name only"
    CODED = "coded", "Make it a code"
    DISCARDED = "discarded", "Discard it"


SAID = {How.NAMED: "Named", How.CODED: "Made a code", How.DISCARDED: "Discarded"}
