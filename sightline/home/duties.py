"""What the service does by itself as time passes, in one list.

A duty takes the moment and gives a sentence about what it did, or None when nothing was due. It is
safe to do twice at once: it locks what it reads, and what is done is not due any more. One that
fails is told to the log, by its name and the kind of fault only (a fault's text may hold what
people wrote), and keeps no other from being done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sightline.assess.returns.reminders import actions as reminders
from sightline.govern.approvals.reminders import actions as approvals
from sightline.insight.reports import actions as reports
from sightline.insight.signals import actions as signals
from sightline.insight.tensions import actions as tensions
from sightline.listen.answering import closing, entering
from sightline.listen.care.retention import actions as retention
from sightline.listen.codebook.learning import actions as codebook
from sightline.listen.codesign import actions as codesign
from sightline.listen.codesign.models import Conversation
from sightline.listen.comments import actions as comments
from sightline.listen.invitations.messages import actions as messages
from sightline.listen.invitations.touchpoints import actions as touchpoints
from sightline.listen.live import running
from sightline.listen.news import actions as news
from sightline.listen.rounds import actions as rounds

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Duty:
    name: str
    do: Callable[[datetime], str | None]


def _rounds_that_open(at: datetime) -> str | None:
    found = rounds.open_due(by=None, at=at)
    return f"opened {len(found)}" if found else None


def _conversations_to_close(at: datetime) -> str | None:
    today = timezone.localdate(at)
    over = Conversation.objects.filter(state=Conversation.State.OPEN, closes_date__lt=today)
    closed = [codesign.close(conversation=one, by=None, at=at) for one in over]
    return f"closed {len(closed)}" if closed else None


def _messages_due(at: datetime) -> str | None:
    touchpoints.ask_who_is_due(by=None, at=at)
    begun = messages.begin_due(by=None, at=at)
    return f"{begun} waves of messages went on" if begun else None


def _news(at: datetime) -> str | None:
    told = news.tell(by=None, at=at)
    return f"told {told}" if told else None


def _urgent_comments(at: datetime) -> str | None:
    count = comments.lift_urgent(by=None, at=at)
    return f"put {count} before national leads" if count else None


def _answers(at: datetime) -> str | None:
    """Rounds whose time is over close; what waits enters the store; running results move."""
    done = (closing.close_all(at=at), entering.enter_all(at=at), running.release_all(at=at))
    return "; ".join(filter(None, done)) or None


def _self_assessments(at: datetime) -> str | None:
    reminders.make_due(by=None, at=at)
    done = reminders.send_some(by=None, at=at)
    return f"{done} providers reminded" if done else None


def _kept_long_enough(at: datetime) -> str | None:
    run = retention.carry_out(by=None, at=at)
    return run.said if run and run.said else None


def _reports(at: datetime) -> str | None:
    """Files of reports that were kept long enough, and runs whose process had ended."""
    count = reports.forget(by=None, at=at)
    return f"{count} files of reports removed" if count else None


def _tensions(at: datetime) -> str | None:
    """Where sources disagree, looked for once a night."""
    look = tensions.look_nightly(by=None, at=at)
    if look is None or not (look.new or look.gone):
        return None
    return f"{look.new} new, {look.gone} not so any more, {look.waiting} wait"


def _reviews_of_approvals(at: datetime) -> str | None:
    done = approvals.remind_due(by=None, at=at)
    return f"{done} reviews told of" if done else None


def _signals(at: datetime) -> str | None:
    """What is new and needs a person, looked for once a night."""
    look = signals.look_nightly(by=None, at=at)
    if look is None or not (look.new or look.gone):
        return None
    return f"{look.new} new, {look.gone} no longer there, {look.waiting} wait"


def _codebook(at: datetime) -> str | None:
    """What people coded is learnt from once a night, and codes are proposed for the rest."""
    learning = codebook.learn_nightly(by=None, at=at)
    if learning is None:
        return None
    return f"learnt {learning.codes} codes from {learning.coded} comments"


DUTIES: tuple[Duty, ...] = (
    Duty("Answers of rounds", _answers),
    Duty("Rounds that open", _rounds_that_open),
    Duty("Conversations to close", _conversations_to_close),
    Duty("Messages that are due", _messages_due),
    Duty("Urgent comments", _urgent_comments),
    Duty("News of replies", _news),
    Duty("Self-assessments that are due", _self_assessments),
    Duty("Kept long enough", _kept_long_enough),
    Duty("Files of reports", _reports),
    Duty("Tensions between sources", _tensions),
    Duty("Approvals to review", _reviews_of_approvals),
    Duty("Signals", _signals),
    Duty("Codes of comments", _codebook),
)


def do_all(at: datetime, duties: tuple[Duty, ...] = DUTIES) -> Iterator[str]:
    """Do each in turn; a line for each that had something to do or failed."""
    for duty in duties:
        try:
            done = duty.do(at)
        except Exception as fault:  # whatever it is, the others go on
            log.error("Duty failed: %s (%s)", duty.name, type(fault).__name__)
            yield f"{duty.name}: failed"
        else:
            if done:
                yield f"{duty.name}: {done}"
