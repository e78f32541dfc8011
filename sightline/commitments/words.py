"""The words of commitments."""

from enum import StrEnum


class Status(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    PROOF_SENT = "proof_sent"
    KEPT = "kept"


#: What each status is called on screen, and the colour of its tag.
STATUS_WORDS = {
    Status.OPEN: ("Open", "blue"),
    Status.OVERDUE: ("Overdue", "red"),
    Status.PROOF_SENT: ("Proof to be checked", "yellow"),
    Status.KEPT: ("Kept", "green"),
}
