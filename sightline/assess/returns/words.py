"""The vocabulary of self-assessment."""

from django.db.models import TextChoices


class Outcome(TextChoices):
    """What a provider says of a question. Its own word: it is not yet anybody's judgement."""

    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"
    NOT_APPLICABLE = "not_applicable", "Not applicable here"


OUTCOME_HINTS = {
    Outcome.MET: "This is so for all learners here.",
    Outcome.PARTLY: "So for some learners or some of the time. Say what is missing.",
    Outcome.NOT_MET: "This is not so yet. Say why.",
    Outcome.NOT_APPLICABLE: "It cannot arise here. Say why.",
}


class Status(TextChoices):
    """How a return stands on a day. Late and missing are ways to stand, not faults of a system."""

    NOT_OPEN = "not_open", "Not open yet"
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    OVERDUE = "overdue", "Overdue"
    MISSING = "missing", "Missing"
    RETURNED = "returned", "Returned"
    RETURNED_LATE = "returned_late", "Returned late"


#: A colour of a tag for each; the word says it too.
STATUS_COLOURS = {
    Status.NOT_OPEN: "white",
    Status.NOT_STARTED: "grey",
    Status.IN_PROGRESS: "blue",
    Status.OVERDUE: "orange",
    Status.MISSING: "red",
    Status.RETURNED: "green",
    Status.RETURNED_LATE: "yellow",
}

OUTCOME_COLOURS = {
    Outcome.MET: "green",
    Outcome.PARTLY: "yellow",
    Outcome.NOT_MET: "red",
    Outcome.NOT_APPLICABLE: "grey",
}
