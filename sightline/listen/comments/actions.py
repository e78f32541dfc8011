"""Every change to a comment goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import NotPermitted, Refusal
from sightline.listen.comments import personal_data
from sightline.listen.comments.models import Comment, CommentDecision
from sightline.listen.comments.taking_in import (
    LONGEST,
    NewComment,
    forget,
    lift_urgent,
    settle,
    take_in,
)
from sightline.listen.comments.words import WithheldBecause
from sightline.people.models import User
from sightline.results.models import Measure
from sightline.trail import record

__all__ = [
    "NewComment",
    "forget",
    "lift_urgent",
    "release",
    "release_many",
    "settle",
    "take_in",
    "take_on",
    "withhold",
]


def _require(by: User, comment: Comment) -> None:
    """National comments are for those who moderate the whole country."""
    if comment.organisation is not None:
        viewer.require(by, Permission.MODERATE_COMMENTS, at=comment.organisation)
    elif not by.patch(Permission.MODERATE_COMMENTS).nation:
        raise NotPermitted("Only somebody who moderates the whole country may do this.")


def _locked(comment: Comment) -> Comment:
    return (
        Comment.objects.select_for_update(of=("self",))
        .select_related("organisation", "round__survey")
        .get(pk=comment.pk)
    )


def _themes(comment: Comment) -> set[str]:
    return set(
        Measure.objects.filter(
            survey=comment.round.survey.code, kind=Measure.Kind.THEME
        ).values_list("code", flat=True)
    )


@transaction.atomic
def release(
    *,
    comment: Comment,
    text: str,
    theme: str,
    is_public: bool,
    nobody_is_recognised: bool = False,
    by: User,
    at: datetime,
) -> Comment:
    """Let others read a comment, in the words given. What came in is wiped.

    ``nobody_is_recognised`` says that the moderator has seen what the patterns still find in the
    text, or had marked in what came, and that it tells of nobody. Also for a comment that was
    withheld, or to mend one that is out: then its masked text is what there is.
    """
    _require(by, comment)
    found = _locked(comment)
    text = " ".join(text.split())
    if not text:
        raise Refusal("There is no text left. Withhold the comment instead.")
    if len(text) > LONGEST:
        raise Refusal(f"The text is longer than {LONGEST:,} characters. Shorten it.")
    if theme and theme not in _themes(found):
        raise Refusal("Choose a theme of this survey.")
    still = personal_data.left_in(text, came=found.raw_text, marked=found.found)
    if still and not nobody_is_recognised:
        named = ", ".join(f"“{one}”" for one in still)
        raise Refusal(
            f"These may tell who somebody is: {named}. Mask them, or say that they do not."
        )
    _refuse_while_urgent(found)
    proposed = found.masked_text
    _decide(found, Comment.State.RELEASED)
    found.masked_text, found.theme, found.is_public = text, theme, is_public
    found.save()
    CommentDecision.objects.create(
        comment=found,
        outcome=CommentDecision.Outcome.RELEASED,
        mask_was_changed=text != " ".join(proposed.split()),
        is_public=is_public,
        by=by,
        at=at,
    )
    _line("release", found, by, at, "Comment released", ["masked_text", "theme", "is_public"])
    return found


@transaction.atomic
def release_many(*, comments: Sequence[Comment], by: User, at: datetime) -> list[Comment]:
    """Release comments that somebody has read one by one, as they are masked and inside only.

    Raises Refusal, changing nothing, if one of them was decided already.
    """
    keys = [comment.pk for comment in comments]
    found = list(
        Comment.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk__in=keys)
        .order_by("pk")
    )
    for one in found:
        _require(by, one)
    for one in found:
        _refuse_while_urgent(one)
    if any(one.state != Comment.State.WAITING for one in found):
        raise Refusal("Somebody has decided about one of these meanwhile. Look at the list again.")
    for one in found:
        _decide(one, Comment.State.RELEASED)
    Comment.objects.bulk_update(
        found, ["state", "raw_text", "found", "received_date", "due_date"], batch_size=500
    )
    CommentDecision.objects.bulk_create(
        [
            CommentDecision(comment=one, outcome=CommentDecision.Outcome.RELEASED, by=by, at=at)
            for one in found
        ],
        batch_size=500,
    )
    record.write_many(
        record.line(
            action="listen.comments.release",
            subject=one,
            by=by,
            at=at,
            summary="Comment released",
            fields=["state"],
            is_internal=True,
        )
        for one in found
    )
    return found


@transaction.atomic
def withhold(*, comment: Comment, because: str, reason: str, by: User, at: datetime) -> Comment:
    """Keep a comment from everybody else, with a reason. Also takes back one that is out."""
    _require(by, comment)
    found = _locked(comment)
    if because not in WithheldBecause.__members__:
        raise Refusal("Choose why it is withheld.")
    if because == WithheldBecause.OTHER.name and not reason.strip():
        raise Refusal("Say why it is withheld.")
    if found.state == Comment.State.WITHHELD:
        raise Refusal("This comment is withheld already. Nothing was changed.")
    _refuse_while_urgent(found)
    _decide(found, Comment.State.WITHHELD)
    found.is_public = False
    found.save()
    CommentDecision.objects.create(
        comment=found,
        outcome=CommentDecision.Outcome.WITHHELD,
        because=because,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    _line("withhold", found, by, at, "Comment withheld", ["state"])
    return found


@transaction.atomic
def take_on(*, comment: Comment, note: str, by: User, at: datetime) -> Comment:
    """Say that you look into an urgent comment, and what you do about it."""
    _require(by, comment)
    found = _locked(comment)
    if not found.is_urgent:
        raise Refusal("This comment is not marked as urgent.")
    if found.taken_on_by_id is not None:
        raise Refusal("Somebody has taken this on already. Nothing was changed.")
    if not note.strip():
        raise Refusal("Say what you do about it.")
    found.taken_on_by, found.taken_on_note = by, note.strip()
    found.save(update_fields=["taken_on_by", "taken_on_note"])
    _line("take_on", found, by, at, "An urgent comment was taken on", ["taken_on_note"])
    return found


def _refuse_while_urgent(comment: Comment) -> None:
    if comment.is_urgent and comment.taken_on_by_id is None:
        raise Refusal(
            "This comment may be urgent. First say what you do about it, then decide about it."
        )


def _decide(comment: Comment, state: Comment.State) -> None:
    """From a decision on, neither the raw text nor a time is kept."""
    comment.state = state
    comment.raw_text = ""
    comment.found = []
    comment.received_date = comment.due_date = None


def _line(
    verb: str, comment: Comment, by: User | None, at: datetime, summary: str, fields: list[str]
) -> None:
    record.record(
        action=f"listen.comments.{verb}",
        subject=comment,
        by=by,
        at=at,
        reference=comment.key,
        summary=summary,
        fields=fields,
        is_internal=True,
    )
