"""The words of forums."""

from django.db import models


class Kind(models.TextChoices):
    NATIONAL = "national", "National forum"
    REGIONAL = "regional", "Regional forum"
    PROFESSIONAL = "professional", "Professional forum"
    FOCUS = "focus", "Focus group"


KIND_HINTS: dict[str, str] = {
    Kind.NATIONAL: "Learners from the whole country.",
    Kind.REGIONAL: "Learners from a region, an ICB or a provider.",
    Kind.PROFESSIONAL: "Learners of one profession or programme.",
    Kind.FOCUS: "A few learners, brought together to talk about one thing.",
}


class How(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    BOTH = "both", "Some in person, some online"


class Theme(models.TextChoices):
    """The themes of the learner survey, and three that forums often speak of."""

    INDUCTION = "induction", "Induction"
    SUPERVISION = "supervision", "Clinical supervision"
    FACILITIES = "facilities", "Facilities"
    OPPORTUNITIES = "opportunities", "Learning opportunities"
    TEAMWORK = "teamwork", "Teamwork"
    VOICE = "voice", "Speaking up, wellbeing and fairness"
    SAFETY = "safety", "Patient safety"
    ROTAS = "rotas", "Rotas, travel and money"
    OTHER = "other", "Other"


#: Below this many people a number is shown only to those who run the forum.
LEAST = 5
