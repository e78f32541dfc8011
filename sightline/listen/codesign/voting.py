"""Taking part by link: no account, no address, no time; a random key in a cookie."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from sightline.listen.codesign import rules
from sightline.listen.codesign.models import Conversation, Participant, Statement, Vote
from sightline.listen.codesign.rules import CannotConverse


def hash_of(key: str) -> str:
    """What is stored of a key. It is random and long, so it needs no salt."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_open(conversation: Conversation, day: date) -> bool:
    """Can people vote on that day?"""
    last = conversation.closes_date
    return conversation.state == Conversation.State.OPEN and (last is None or day <= last)


@transaction.atomic
def join(conversation: Conversation) -> str:
    """A new participant; the key that goes into the cookie."""
    found = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    if found.state != Conversation.State.OPEN:
        raise CannotConverse("This conversation is closed.")
    if found.participants.count() >= rules.MOST_PARTICIPANTS:
        raise CannotConverse("So many people have taken part that no more can.")
    key = secrets.token_urlsafe(24)
    Participant.objects.create(conversation=found, key_hash=hash_of(key))
    return key


def participant_of(conversation: Conversation, key: str) -> Participant | None:
    if not key:
        return None
    return conversation.participants.filter(key_hash=hash_of(key)).first()


@dataclass(frozen=True)
class Ballot:
    """The statements for one participant, in an order of their own, with what they voted."""

    statements: tuple[Statement, ...]
    votes: dict[int, int]

    @property
    def next(self) -> Statement | None:
        return next((one for one in self.statements if one.pk not in self.votes), None)

    @property
    def done(self) -> int:
        return sum(one.pk in self.votes for one in self.statements)


def ballot_of(participant: Participant) -> Ballot:
    """Two queries. Each has another order, so that no statement is always voted on first."""
    shown = participant.conversation.statements.filter(state=Statement.State.SHOWN)

    def place(statement: Statement) -> str:
        return hash_of(f"{participant.pk} {statement.pk}")

    return Ballot(
        tuple(sorted(shown, key=place)),
        dict(participant.votes.values_list("statement_id", "choice")),
    )


@transaction.atomic
def vote(participant: Participant, statement: Statement, choice: str, day: date) -> None:
    """Store or change a vote; sent twice, it counts once."""
    found = Conversation.objects.select_for_update(of=("self",)).get(pk=participant.conversation_id)
    if not is_open(found, day):
        raise CannotConverse("This conversation is closed. Your last answer was not counted.")
    if choice not in rules.CHOICES:
        raise CannotConverse("Choose agree, disagree or pass.")
    if statement.conversation_id != found.pk or statement.state != Statement.State.SHOWN:
        raise CannotConverse("This statement is not part of the conversation.")
    Vote.objects.update_or_create(
        participant=participant, statement=statement, defaults={"choice": rules.CHOICES[choice]}
    )


@transaction.atomic
def add_statement(participant: Participant, text: str, day: date) -> None:
    """Add a statement, which waits until somebody has read it. Who added it is not kept."""
    found = Conversation.objects.select_for_update(of=("self",)).get(pk=participant.conversation_id)
    own = Participant.objects.select_for_update().get(pk=participant.pk)
    if not is_open(found, day) or not found.takes_statements:
        raise CannotConverse("This conversation takes no more statements.")
    if own.added >= rules.MOST_ADDED:
        raise CannotConverse(
            f"You have added {rules.MOST_ADDED} statements. That is as many as one person can."
        )
    text = rules.clean_statement(text)
    rules.refuse_unless_one_more(found.statements.count())
    if found.statements.filter(text__iexact=text).exists():
        raise CannotConverse("Somebody has written this already. You may vote on it.")
    last = found.statements.order_by("-number").values_list("number", flat=True).first() or 0
    Statement.objects.create(
        conversation=found,
        number=last + 1,
        text=text,
        is_from_group=True,
        state=Statement.State.WAITING,
    )
    own.added += 1
    own.save(update_fields=["added"])
