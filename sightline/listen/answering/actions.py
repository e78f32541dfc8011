"""Every change that somebody who answers makes. They act without an account: ``by`` is None.

None of these leaves a line in the trail: it would say when somebody answered.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sightline.base.refusal import Refusal
from sightline.listen.answering import drafts, locks, placements, store
from sightline.listen.answering.models import WaitingAnswer
from sightline.listen.answering.rules import Standing
from sightline.listen.answering.store import WAITING, Placement, Sent
from sightline.listen.answering.visits import Visit
from sightline.listen.invitations import links
from sightline.listen.invitations.models import OpenLink
from sightline.listen.questionnaires import compiled
from sightline.listen.rounds.models import Collection
from sightline.listen.sealing import keys


class CannotAnswer(Refusal):
    """The link may not be answered by now. ``standing`` says why."""

    def __init__(self, why: Standing) -> None:
        super().__init__("These answers cannot be changed any more. Nothing was lost or added.")
        self.standing = why


class NotFinished(Refusal):
    """Something that has to be answered is not, or not as it can be."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Some answers are missing or cannot be read.")
        self.errors = dict(errors)


@transaction.atomic
def begin(*, open_link: OpenLink, language: str = "", by: None, at: datetime) -> str:
    """A link of one's own for somebody who came by an open one. Returns its token."""
    if open_link.collection.state != Collection.State.OPEN:
        raise CannotAnswer(Standing.CLOSED)
    token = secrets.token_urlsafe(16)
    written = drafts.Written(language=language, open_link=open_link.pk)
    room = store.room_of(compiled.of_version(open_link.collection.version))
    drafts.write(token, open_link.collection.pk, None, written, room)
    return token


def save(
    *,
    visit: Visit,
    answers: Mapping[str, str | None] | None = None,
    placement: Placement | None = None,
    language: str = "",
    page: int = 0,
    seen: tuple[str, str] | None = None,
    by: None,
    at: datetime,
) -> drafts.Written:
    """Keep what was written, into whatever another device saved meanwhile.

    Args:
        answers: what changed: path → text, or None where an answer was taken away.
        placement, language, page: as in `drafts.Written`; left as they are when not given.
        seen: the reference of a reply and what they say when asked whether they have seen it. It is
            forgotten when they say that their answers are about another place.

    Raises:
        CannotAnswer: the round is not open, or the answers were sent.
    """

    def added_to(stored: drafts.Written) -> drafts.Written:
        merged = {**stored.answers, **(answers or {})}
        reply, said = seen or (stored.reply, stored.seen)
        if placement is not None and placement != stored.placement:
            reply = said = ""
        return replace(
            stored,
            reply=reply,
            seen=said,
            answers={path: text for path, text in merged.items() if text is not None},
            placement=placement or stored.placement,
            language=language or stored.language,
            page=page or stored.page,
            saved_at=at,
        )

    if visit.standing is not Standing.OPEN:
        raise CannotAnswer(visit.standing)
    written = added_to(visit.written)
    # Nearly always nobody else has saved since the draft was read: one statement does it.
    if visit.draft is not None and drafts.change(visit.token, visit.draft, written, visit.room):
        return written
    with transaction.atomic():
        draft = drafts.found(visit.token, lock=True)
        if draft is not None and draft.is_sent:
            raise CannotAnswer(Standing.SENT)
        if draft is not None:
            written = added_to(drafts.read(draft.sealed, visit.token))
        drafts.write(visit.token, visit.collection_id, draft, written, visit.room)
    return written


def send(*, visit: Visit, by: None, at: datetime) -> None:
    """Send the answers. Sent twice they count once, however it comes about.

    Two transactions on purpose. The first notes that the invitation is answered; the second lays
    the sealed answers among those that wait and empties the draft. So no transaction holds both,
    and a service that stops between the two leaves the draft, which sending again completes.

    Raises:
        CannotAnswer: the round is not open.
        NotFinished: with a sentence for each path.
    """
    if visit.standing is Standing.SENT:
        return
    if visit.standing not in (Standing.OPEN, Standing.SEND_AGAIN):
        raise CannotAnswer(visit.standing)
    written = visit.written
    if written.placement is None:
        raise NotFinished({})
    finished = visit.compiled.finish(written.answers, visit.language)
    if finished.errors:
        raise NotFinished(finished.errors)
    sent = Sent(written.placement, finished.answers, written.reply, written.seen)
    if visit.invitation is not None:
        links.mark_completed(visit.invitation)
        sent = sent.at(placements.as_invited(sent.placement, visit.invitation))
    _lay_among_those_that_wait(visit, sent)


def _lay_among_those_that_wait(visit: Visit, sent: Sent) -> None:
    sealed = sent.sealed(keys.key_of(visit.collection_id, make=True), WAITING, visit.room)
    with locks.on_the_disk(), transaction.atomic():
        state = locks.state_while_it_stays(visit.collection_id)
        draft = drafts.found(visit.token, lock=True)
        if draft is not None and draft.is_sent:
            return
        if state != Collection.State.OPEN:
            raise CannotAnswer(Standing.CLOSED)
        WaitingAnswer.objects.create(
            collection_id=visit.collection_id, is_open=visit.is_open, sealed=sealed
        )
        drafts.empty(visit.token, visit.collection_id, draft)
