"""The vocabulary of judgements."""

from django.db import models


class Outcome(models.TextChoices):
    """What people decide about a standard in a place. There is no score and nothing is added up."""

    ASSURED = "assured", "Met, assured"
    PROVIDER_SAYS = "provider_says", "Met, says the provider"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"
    CANNOT_SAY = "cannot_say", "Cannot be judged yet"


OUTCOME_HINTS: dict[str, str] = {
    Outcome.ASSURED: "At least two voices are heard, one of them other than the provider.",
    Outcome.PROVIDER_SAYS: "The provider says so, and nobody else has been heard.",
    Outcome.PARTLY: "Met for some learners or in some ways.",
    Outcome.NOT_MET: "The standard is not met.",
    Outcome.CANNOT_SAY: "Too little is known. Say in the reasons what would be needed.",
}


class Confidence(models.TextChoices):
    LOW = "low", "Low"
    MODERATE = "moderate", "Moderate"
    HIGH = "high", "High"
