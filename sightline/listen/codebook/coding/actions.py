"""Coding a comment goes through here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import NotPermitted, Refusal
from sightline.listen.codebook import rules
from sightline.listen.codebook.coding.models import FIRST, SECOND, AppliedCode, Coding
from sightline.listen.codebook.learning.models import Proposal
from sightline.listen.codebook.models import Code
from sightline.listen.comments.models import Comment
from sightline.people.models import User
from sightline.trail import record


@transaction.atomic
def give(
    *,
    comment: Comment,
    codes: Collection[Code],
    proposed: Collection[Code],
    by: User,
    at: datetime,
) -> Coding:
    """Code a comment; with no codes: none fits. Again by the same person: they changed their mind.

    ``proposed`` are the codes that the person saw as proposals; none is kept for a comment that
    goes to two coders, who see none. The proposals for the comment are over with it.
    """
    found = (
        Comment.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=comment.pk)
    )
    if found.organisation is not None:
        viewer.require(by, Permission.CODE_COMMENTS, at=found.organisation)
    elif not by.patch(Permission.CODE_COMMENTS).nation:
        raise NotPermitted("Only somebody who codes for the whole country may do this.")
    if found.state != Comment.State.RELEASED or not found.is_settled:
        raise Refusal("This comment is not released any more. Code the next one.")
    wanted = {one.pk for one in codes}
    if Code.objects.in_use().filter(pk__in=wanted).count() != len(wanted):
        raise Refusal("One of these codes is not in use any more. Choose again.")
    slot, revision = _place(found, by)
    coding = Coding.objects.create(comment=found, slot=slot, revision=revision, by=by, at=at)
    seen = set() if rules.is_for_two(found.key) else {one.pk for one in proposed}
    AppliedCode.objects.bulk_create(
        AppliedCode(coding=coding, code_id=code, is_given=code in wanted, was_proposed=code in seen)
        for code in sorted(wanted | seen)
    )
    Proposal.objects.filter(comment=found).delete()
    record.record(
        action="listen.codebook.coding.give",
        subject=found,
        by=by,
        at=at,
        reference=found.key,
        summary="Comment coded" if revision == 1 else "Comment coded again",
        is_internal=True,
    )
    return coding


def _place(comment: Comment, by: User) -> tuple[int, int]:
    """Whether ``by`` is the first or the second coder, and for which time they code it."""
    before = list(Coding.objects.filter(comment=comment).order_by("revision"))
    for slot in (FIRST, SECOND):
        own = [one for one in before if one.slot == slot]
        if not own:
            if slot == SECOND and not rules.is_for_two(comment.key):
                break
            return slot, 1
        if own[-1].by_id == by.pk:
            return slot, own[-1].revision + 1
    raise Refusal("Somebody else has coded this comment meanwhile. Code the next one.")
