"""What a new version of the framework touches."""

from django.db import models


class Kind(models.TextChoices):
    """Work that goes on under the wording of the version before."""

    CONCERNS = "concerns", "Open concerns"
    COMMITMENTS = "commitments", "Open commitments"
    REQUESTS = "requests", "Reviews asked for"
    ITEMS = "items", "Questions of the question bank"
    MEASURES = "measures", "Items of surveys"
    INDICATORS = "indicators", "Indicators of other people’s surveys"
    RETURNS = "returns", "Self-assessments on their way"


class How(models.TextChoices):
    CARRIED = "carried", "Carried over"
    LEFT = "left", "Left under the old wording"
