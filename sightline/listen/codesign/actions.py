"""Every change to a conversation goes through here; voting is in ``voting.py``."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base import references
from sightline.base.refusal import Refusal
from sightline.listen.codesign import result, rules
from sightline.listen.codesign.models import Conversation, Statement
from sightline.listen.codesign.rules import CannotConverse, MayTellOfSomebody
from sightline.listen.comments import personal_data
from sightline.listen.forums.models import Forum, Meeting
from sightline.listen.forums.points import actions as points
from sightline.listen.forums.points.models import Point
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.people.models import User
from sightline.trail import record


def _line(
    action: str, conversation: Conversation, by: User | None, at: datetime, summary: str,
    *fields: str,
) -> None:  # fmt: skip
    record.record(
        action=f"listen.codesign.{action}",
        subject=conversation,
        by=by,
        at=at,
        reference=conversation.reference,
        summary=summary,
        fields=fields,
    )


def _locked(conversation: Conversation, by: User | None) -> Conversation:
    """The conversation, locked. ``by`` None: the service itself, on its last day."""
    if by is not None:
        place = conversation.place or viewer.WHOLE_COUNTRY
        viewer.require(by, Permission.RUN_FORUMS, at=place)
    return Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)


@transaction.atomic
def make(
    *,
    title: str,
    purpose: str,
    place: Organisation | None,
    programme: Programme | None,
    profession: Profession | None,
    forum: Forum | None,
    takes_statements: bool,
    by: User,
    at: datetime,
) -> Conversation:
    """Begin a conversation, to be opened when its statements are written."""
    viewer.require(by, Permission.RUN_FORUMS, at=place or viewer.WHOLE_COUNTRY)
    if not title.strip() or not purpose.strip():
        raise CannotConverse("Give the conversation a title and say what it is for.")
    made = Conversation.objects.create(
        reference=references.next_reference("CD", timezone.localdate(at).year),
        title=title.strip(),
        purpose=purpose.strip(),
        place=place,
        programme=programme,
        profession=profession,
        forum=forum,
        takes_statements=takes_statements,
        token=secrets.token_urlsafe(12),
        made_at=at,
        made_by=by,
    )
    _line("make", made, by, at, "Conversation made")
    return made


def _next_number(conversation: Conversation) -> int:
    last = conversation.statements.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


@transaction.atomic
def put(
    *,
    conversation: Conversation,
    text: str,
    nobody_is_recognised: bool = False,
    by: User,
    at: datetime,
) -> Statement:
    """Put a statement to the group. While it is open, later voters see it too.

    ``nobody_is_recognised`` says that ``by`` has looked at what the patterns of personal data find
    in it, and that it tells of nobody.
    """
    found = _locked(conversation, by)
    if found.state == Conversation.State.CLOSED:
        raise CannotConverse("This conversation is closed, so nothing can be added to it.")
    text = rules.clean_statement(text)
    _refuse_if_it_tells(text, nobody_is_recognised)
    rules.refuse_unless_one_more(found.statements.count())
    if found.statements.filter(text__iexact=text).exists():
        raise CannotConverse("This statement is in the conversation already.")
    made = Statement.objects.create(
        conversation=found,
        number=_next_number(found),
        text=text,
        state=Statement.State.SHOWN,
        read_by=by,
    )
    _line("put", found, by, at, f"Statement {made.number} written", "statements")
    return made


def _refuse_if_it_tells(text: str, nobody_is_recognised: bool) -> None:
    why = personal_data.why_not_to_be_read(text)
    if why and not nobody_is_recognised:
        raise MayTellOfSomebody(why)


@transaction.atomic
def open_(*, conversation: Conversation, closes_date: date, by: User, at: datetime) -> Conversation:
    """Let the group vote, until the end of the last day."""
    found = _locked(conversation, by)
    if found.state != Conversation.State.DRAFT:
        raise CannotConverse("This conversation has been opened already.")
    rules.refuse_unless_it_can_open(
        found.statements.count(), closes=closes_date, today=timezone.localdate(at)
    )
    found.state, found.opened_at = Conversation.State.OPEN, at
    found.closes_date = closes_date
    found.save(update_fields=["state", "opened_at", "closes_date"])
    _line("open_", found, by, at, "Conversation opened", "state")
    return found


@transaction.atomic
def moderate(
    *,
    statement: Statement,
    show: bool,
    reason: str,
    masked: bool = False,
    nobody_is_recognised: bool = False,
    by: User,
    at: datetime,
) -> Statement:
    """Show a statement that somebody of the group added, or leave it out for a reason.

    ``masked``: show it with what could tell who somebody is replaced; what stood there is wiped.
    Without, ``nobody_is_recognised`` says that ``by`` has seen what the patterns find in it.
    """
    conversation = _locked(statement.conversation, by)
    found = Statement.objects.select_for_update().get(pk=statement.pk)
    if found.state != Statement.State.WAITING:
        raise CannotConverse("This statement has been read already. Nothing was changed.")
    if conversation.state != Conversation.State.OPEN:
        raise CannotConverse("This conversation is closed. Nothing can be added to it.")
    if not show and reason not in Statement.Reason:
        raise CannotConverse("Choose why it is left out.")
    if show and masked:
        pieces = personal_data.find(found.text)
        found.text = personal_data.mask(found.text, pieces)[: rules.LONGEST_STATEMENT]
    elif show:
        _refuse_if_it_tells(found.text, nobody_is_recognised)
    found.state = Statement.State.SHOWN if show else Statement.State.LEFT_OUT
    found.reason = "" if show else reason
    found.read_by = by
    found.save(update_fields=["text", "state", "reason", "read_by"])
    said = "shown" if show else f"left out: {found.get_reason_display().lower()}"
    _line("moderate", conversation, by, at, f"Statement {found.number} {said}", "statements")
    return found


@transaction.atomic
def close(*, conversation: Conversation, by: User | None, at: datetime) -> Conversation:
    """Close it for good and work out the result; nothing leads from a browser to votes then."""
    found = _locked(conversation, by)
    if found.state != Conversation.State.OPEN:
        raise CannotConverse("Only an open conversation can be closed.")
    found.result = result.work_out(found)
    found.state, found.closed_at = Conversation.State.CLOSED, at
    found.save(update_fields=["result", "state", "closed_at"])
    found.participants.update(key_hash=None)
    _line("close", found, by, at, "Conversation closed and its result worked out", "state")
    return found


@transaction.atomic
def take_to_forum(
    *, conversation: Conversation, number: int, meeting: Meeting, theme: str, by: User, at: datetime
) -> Point:
    """Make a statement of the result a point of a forum's meeting, with its votes."""
    viewer.require(by, Permission.RUN_FORUMS, at=conversation.place or viewer.WHOLE_COUNTRY)
    lines = {one.number: one for one in result.of(conversation).statements}
    line = lines.get(number)
    if line is None:
        raise CannotConverse("There is no such statement in the result.")
    counts = line.counts
    has_some = counts is not None and counts[0] > 0
    try:
        point = points.say(
            meeting=meeting,
            text=line.text,
            nobody_is_recognised=True,  # somebody has read it before the group did
            agreed=counts[0] if counts is not None and has_some else None,
            present=sum(counts) if counts is not None and has_some else None,
            theme=theme,
            standards=[],
            place=conversation.place if meeting.forum.place_id is None else None,
            programme=conversation.programme,
            professions=[conversation.profession] if conversation.profession else [],
            from_reference=conversation.reference,
            by=by,
            at=at,
        )
    except Refusal as refusal:
        raise CannotConverse(str(refusal)) from refusal
    _line(
        "take_to_forum", conversation, by, at,
        f"Statement {number} taken to a forum as {point.reference}",
    )  # fmt: skip
    return point
