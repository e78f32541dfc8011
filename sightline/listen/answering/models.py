"""What is kept while a round is open. Nothing here says who, when or in which order.

Rows have random keys (SQLite lays them down in the order of the key). What they hold is sealed: a
draft under its link, the rest under the round's key, which is not in the database. When the round
has closed all of it is gone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sightline.listen.rounds.models import Collection
from sightline.listen.sealing.keys import row_number


class Draft(models.Model):
    """Answers that were not sent yet, sealed under their link; empty once they were sent.

    ``id`` is derived from the link's token, as the key is, so only who has the link finds it, and
    nothing leads from it to an invitation.
    """

    id = models.CharField(primary_key=True, max_length=32)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="drafts")
    sealed = models.BinaryField()
    is_sent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_sent=False) | Q(sealed=b""), name="a_sent_draft_is_empty"
            )
        ]

    def __str__(self) -> str:
        return "A draft"


class SealedAnswer(models.Model):
    """One person's answers, sealed under the round's key."""

    id = models.BigAutoField(primary_key=True, default=row_number)
    # Those of open links are kept apart.
    is_open = models.BooleanField()
    sealed = models.BinaryField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return "An answer"


class WaitingAnswer(SealedAnswer):
    """Sent, and waiting for nine others. Here for as short as that takes."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="waiting")


class StoredAnswer(SealedAnswer):
    """In the store: it came here with at least nine others, shuffled."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="answers")
