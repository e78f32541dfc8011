"""The vocabulary of signals."""

from django.db import models


class Kind(models.TextChoices):
    OUTLIER = "outlier", "Far below others like it"
    REPEAT = "repeat", "Low three rounds in a row"
    FALL = "fall", "Fell more than others"
    WORSE = "worse", "Clearly worse than before"
    RESPONSE = "response", "Fewer learners answered"
    EQUITY = "equity", "Gap between groups of people"
    COMMENTS = "comments", "Theme of comments that rises"
    PROCESS = "process", "Our own work, worse than usual"


KIND_MEANS: dict[str, str] = {
    Kind.OUTLIER: "Lower than chance and the usual differences between places like it can say.",
    Kind.REPEAT: "Clearly below others like it in three rounds running (“triple red”).",
    Kind.FALL: "Fell more than chance and the usual ups and downs of other places can say.",
    Kind.WORSE: "Several themes fell far, or one very far, each by more than chance, whatever its "
    "colour.",
    Kind.RESPONSE: "Results of fewer people are less sure, and silence can be a sign of its own.",
    Kind.EQUITY: "One group of people is clearly worse off, and that is new, has grown, or stays "
    "without anybody dealing with it.",
    Kind.COMMENTS: "More of the comments are about it than a round ago, by more than chance.",
    Kind.PROCESS: "The last month is unlike the months before, for the worse.",
}


class How(models.TextChoices):
    RAISED = "raised", "Raised as a concern"
    JOINED = "joined", "Joined to a concern"
    EXPLAINED = "explained", "Explained"
    ASIDE = "aside", "Set aside"


#: Endings that say that the signal was worth finding.
USEFUL = (How.RAISED, How.JOINED)

HOW_HINTS: dict[str, str] = {
    How.EXPLAINED: "Say what explains it, such as a ward that closed or a change of the survey.",
    How.ASIDE: "Say why nobody needs to do anything, such as chance.",
}


class Turn(models.TextChoices):
    GONE = "gone", "No longer there"
    BACK = "back", "There again"
    AGAIN = "again", "Still there, with new numbers"
