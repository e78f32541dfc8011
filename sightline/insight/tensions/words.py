"""The vocabulary of tensions."""

from django.db import models


class Kind(models.TextChoices):
    MET_BUT_LOW = "met_but_low", "Provider says met, learners are in the lowest tenth"
    VISIT_THEN_CONCERN = "visit_then_concern", "A visit said met, a concern opened since"
    REGULATOR_ONLY = "regulator_only", "A regulator watches closely, our category is 0"
    STRONG_BUT_MODEST = "strong_but_modest", "Learners in the highest tenth, provider modest"


KIND_MEANS: dict[str, str] = {
    Kind.MET_BUT_LOW: "The self-assessment and learners contradict each other.",
    Kind.VISIT_THEN_CONCERN: "What the visit found may not hold any more.",
    Kind.REGULATOR_ONLY: "Somebody knows something that our register does not show.",
    Kind.STRONG_BUT_MODEST: "Possible good practice: ask what they do.",
}


class How(models.TextChoices):
    ACCEPTED = "accepted", "Accepted: both can be true"
    EXPLAINED = "explained", "Explained: one source is mistaken or means something else"
    JUDGED = "judged", "Judgement changed"
    REVIEW = "review", "Review triggered"


HOW_HINTS: dict[str, str] = {
    How.ACCEPTED: "Say why it can stay as it is.",
    How.EXPLAINED: "Say what explains it.",
    How.JUDGED: "Judge the standard in its Room first, then end the tension with it.",
    How.REVIEW: "A request for a review goes on the register.",
}
