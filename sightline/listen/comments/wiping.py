"""The text of comments that were kept as long as they are kept is deleted; the decision stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sightline.listen.codebook.found.models import Example
from sightline.listen.codebook.learning.models import Proposal
from sightline.listen.comments.models import Comment, CommentDecision
from sightline.listen.comments.words import WithheldBecause

#: What stands where the text was.
GONE = "No longer kept"


@transaction.atomic
def wipe(*, keys: Sequence[int], at: datetime) -> int:
    """Delete the texts of decided comments; a released one is taken back first. Gives how many.

    What people coded them with stays: it holds no word of theirs. What the machine made of the
    text goes.
    """
    found = list(
        Comment.objects.select_for_update()
        .filter(pk__in=keys)
        .exclude(state=Comment.State.WAITING)
        .exclude(masked_text=GONE)
    )
    CommentDecision.objects.bulk_create(
        CommentDecision(
            comment=one,
            outcome=CommentDecision.Outcome.WITHHELD,
            because=WithheldBecause.KEPT.name,
            by=None,
            at=at,
        )
        for one in found
        if one.state == Comment.State.RELEASED
    )
    wiped = [one.pk for one in found]
    Proposal.objects.filter(comment__in=wiped).delete()
    Example.objects.filter(comment__in=wiped).delete()
    return Comment.objects.filter(pk__in=wiped).update(
        state=Comment.State.WITHHELD,
        is_public=False,
        masked_text=GONE,
        taken_on_note="",
        found=[],
        urgent=[],
        fingerprint=None,
    )
