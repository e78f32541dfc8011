"""What a reviewer may say of a signed answer. No database, no clock."""

from __future__ import annotations

from collections.abc import Collection

from sightline.base.refusal import Refusal


class CannotReview(Refusal):
    """The review cannot be made like this."""


def refuse_unless_reviewable(
    *, is_current: bool, question: str, asked: Collection[str], outcome: str, reason: str
) -> None:
    """A query or a disagreement says why; only what is signed now is reviewed."""
    if not is_current:
        raise CannotReview(
            "A newer version was signed meanwhile, so this one is not reviewed any more. Open the "
            "self-assessment again."
        )
    if question not in asked:
        raise CannotReview("There is no such answer in this version.")
    if outcome != "accepted" and not reason.strip():
        raise CannotReview("Say why, so that the provider knows what to do.")
