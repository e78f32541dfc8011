"""Sentences of reports and of the runs that make them."""

from django.db import models

from sightline.organisations.models import Organisation


class Format(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    PPTX = "pptx", "PowerPoint"


FORMAT_HINTS: dict[str, str] = {
    Format.PDF: "To read, print or send on. Works with screen readers (PDF/UA).",
    Format.DOCX: "To go on writing in.",
    Format.PPTX: "To edit the charts in.",
}

#: The kinds of provider, and what a run calls several of them.
KINDS = {
    Organisation.Kind.TRUST: "NHS trusts",
    Organisation.Kind.INDEPENDENT: "independent and voluntary providers",
    Organisation.Kind.OTHER_PROVIDER: "other placement providers",
    Organisation.Kind.PRACTICE: "GP practices",
}


class State(models.TextChoices):
    WAITING = "waiting", "Waiting for its turn"
    RUNNING = "running", "Being made"
    DONE = "done", "Ready to download"
    CANCELLED = "cancelled", "Cancelled"
    FAILED = "failed", "Stopped by a fault"
    REMOVED = "removed", "Removed"


class Outcome(models.TextChoices):
    MADE = "made", "Report made"
    TOO_FEW = "too_few", "Report made: too few answers to show"
    FAILED = "failed", "No report"


TOO_FEW = (
    "Too few learners answered here for any figure to be shown, or showing one would reveal a "
    "small group elsewhere. This report has what else is known."
)
NO_COMMENTS = "No comments of learners here have been released, or too few learners answered."
NO_CONCERNS = "No open concern that you may see."
NO_COMMITMENTS = "No commitment that you may see is open."
NO_REPLIES = "Learners here have not been told yet what came of what they said."
FOOT = "Not for publication."

READING = (
    "A score is 0 to 100, from all answers to a question or theme. The 95% interval says "
    "how far chance could have moved it: of 100 such intervals, about 95 hold the score that very "
    "many learners like these would give.",
    "▼ Below and ▲ Above: in the lowest or highest quarter of others like it, and beyond chance. "
    "▽ Low and △ High: in that quarter, but it may be chance. ○ Middle: between the quarters. "
    "Those of a theme are of learners’ scores, so a place in the middle can be clearly below "
    "average; that is said.",
    "Better or worse is said only where the 95% limits of the difference leave out zero. Even "
    "where nothing has changed, about 1 in 20 will look as if it had.",
)
