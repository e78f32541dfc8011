"""The vocabulary of evidence."""

from django.db import models


class Voice(models.TextChoices):
    """Who speaks. Two surveys of learners are one voice, however many answered them."""

    LEARNER = "learner", "Learners"
    EDUCATOR = "educator", "Educators"
    PROVIDER = "provider", "The provider"
    VISITS = "visits", "Our visits"
    REGULATOR = "regulator", "Regulators"
    DATA = "data", "Data returns"


class Direction(models.TextChoices):
    """What it says about the standard."""

    MEETS = "meets", "Points to met"
    BOTH = "both", "Points both ways"
    SHORT = "short", "Points to not met"
    NEITHER = "neither", "Says neither"


class Strength(models.IntegerChoices):
    WEAK = 1, "Weak"
    MODERATE = 2, "Moderate"
    STRONG = 3, "Strong"


STRENGTH_HINTS = {
    "1": "One account, a few people, or somebody who heard of it.",
    "2": "Several accounts or a clear record, with gaps.",
    "3": "Systematic, recent and checked.",
}


class Audience(models.TextChoices):
    """Who may see it."""

    SHARED = "shared", "Quality teams, the ICB and the provider"
    INTERNAL = "internal", "Quality teams of NHS England only"


class Answer(models.TextChoices):
    """What a provider can say of itself, by standard."""

    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"


#: What a provider says of itself, as a direction.
DIRECTION_OF_ANSWER = {
    Answer.MET: Direction.MEETS,
    Answer.PARTLY: Direction.BOTH,
    Answer.NOT_MET: Direction.SHORT,
}
