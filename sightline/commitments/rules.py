"""What may follow what in the life of a commitment. No database, no clock."""

from datetime import date

from sightline.base.refusal import Refusal
from sightline.commitments.words import Status


def status_on(day: date, *, due: date, last_proof: bool, last_check: str | None) -> Status:
    """How a commitment stands on a day.

    ``last_proof`` says whether any proof has been sent; ``last_check`` is the outcome of the check
    of the latest proof: "accepted", "returned" or None when nobody has checked it yet.
    """
    if last_check == "accepted":
        return Status.KEPT
    if last_proof and last_check is None:
        return Status.PROOF_SENT
    return Status.OVERDUE if day > due else Status.OPEN


def refuse_unless_proof_can_be_sent(status: Status) -> None:
    if status is Status.KEPT:
        raise Refusal("This commitment is already kept. No more proof is needed.")
    if status is Status.PROOF_SENT:
        raise Refusal(
            "Proof has been sent and is waiting to be checked. Wait for the answer first."
        )


def refuse_unless_due_date_can_move(status: Status, *, old: date, new: date, today: date) -> None:
    if status is Status.KEPT:
        raise Refusal("This commitment is already kept, so its date cannot move.")
    if new == old:
        raise Refusal("This is the date it is due already. Enter another date.")
    if new < today:
        raise Refusal("The new date must be today or later.")


def refuse_unless_done_by(done: date, *, today: date) -> None:
    if done > today:
        raise Refusal("The day it was done cannot be in the future.")
