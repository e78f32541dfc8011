"""What the machine proposes for a comment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sightline.listen.codebook.learning import rules
from sightline.listen.codebook.learning.models import Learning, Proposal
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.rules import is_for_two
from sightline.listen.comments.models import Comment
from sightline.listen.comments.themes import Proposer


def proposed(comment: Comment, codes: Sequence[Code]) -> list[Code]:
    """Codes in use that are proposed, the surest first; none for a comment that goes to two.

    As learnt from people's coding; before there is any of it, by the words of the codebook.
    """
    if is_for_two(comment.key):
        return []
    in_use = {one.pk: one for one in codes}
    learnt = Proposal.objects.filter(comment=comment).values_list("code", flat=True)
    found = [in_use[code] for code in learnt if code in in_use]
    if found:
        return found
    by_words = of_words(codes).theme(comment.masked_text)
    return [in_use[int(by_words)]] if by_words else []


def why_not_learn(at: datetime) -> str:
    """Why the machine may not learn on demand now; blank if it may. One query."""
    last = Learning.objects.first()
    if last is not None and at - last.at < rules.BETWEEN:
        return "The service learnt less than five minutes ago. Try again in a while."
    return ""


def of_words(codes: Sequence[Code]) -> Proposer:
    """One that looks for the words of the codes' names and descriptions."""
    return Proposer.of_texts({str(one.pk): [one.name, one.name, one.description] for one in codes})
