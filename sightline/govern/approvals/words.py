"""The words of approvals: how they stand, who sits on a panel, what is decided."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """What was done last. How an approval stands today also depends on the day: see Standing."""

    DRAFT = "draft", "Being prepared"
    SUBMITTED = "submitted", "Sent in"
    PANEL = "panel", "Before a panel"
    APPROVED = "approved", "Approved"
    CONDITIONS = "conditions", "Approved with conditions"
    NOT_APPROVED = "not_approved", "Not approved"
    WITHDRAWN = "withdrawn", "Withdrawn"
    SUSPENDED = "suspended", "Suspended"
    ENDED = "ended", "Ended"


class Standing(models.TextChoices):
    """How an approval stands on a day."""

    DRAFT = "draft", "Being prepared"
    SUBMITTED = "submitted", "Sent in"
    PANEL = "panel", "Before a panel"
    APPROVED = "approved", "Approved"
    CONDITIONS = "conditions", "Approved with conditions"
    LATE = "late", "Approved, a condition is late"
    NOT_MET = "not_met", "Conditions not met: decide"
    EXPIRED = "expired", "Past its review date"
    SUSPENDED = "suspended", "Suspended"
    NOT_APPROVED = "not_approved", "Not approved"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ENDED = "ended", "Ended"


STANDING_COLOURS: dict[str, str] = {
    Standing.DRAFT: "grey",
    Standing.SUBMITTED: "blue",
    Standing.PANEL: "blue",
    Standing.APPROVED: "green",
    Standing.CONDITIONS: "yellow",
    Standing.LATE: "orange",
    Standing.NOT_MET: "red",
    Standing.EXPIRED: "red",
    Standing.SUSPENDED: "red",
    Standing.NOT_APPROVED: "grey",
    Standing.WITHDRAWN: "grey",
    Standing.ENDED: "grey",
}


class Capacity(models.TextChoices):
    """What somebody brings to a panel."""

    QUALITY = "quality", "Quality team"
    EDUCATION = "education", "Education provider"
    EDUCATOR = "educator", "Practice educator, supervisor or trainer"
    MANAGER = "manager", "Manager of another place"
    LEARNER = "learner", "Learner"
    LAY = "lay", "Lay member"
    OTHER = "other", "Other"


class Outcome(models.TextChoices):
    """What a panel decides."""

    APPROVED = "approved", "Approved"
    CONDITIONS = "conditions", "Approved with conditions"
    NOT_APPROVED = "not_approved", "Not approved"
    ENDED = "ended", "Approval ended"


class ConditionState(models.TextChoices):
    OPEN = "open", "Not met yet"
    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"
    REPLACED = "replaced", "Replaced by a later decision"


class Said(models.TextChoices):
    """What is said about a condition."""

    PROOF = "proof", "Evidence sent"
    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"


class QuestionKind(models.TextChoices):
    QUESTION = "question", "A question"
    OBJECTION = "objection", "An objection"
