"""The one question that a later round asks the same learners: have you seen what was done?

For whoever asks (``question_for``) and whoever counts (``record``). Answers come as counts, never
one by one with anything about the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from sightline.base.refusal import Refusal
from sightline.listen.replies import rules
from sightline.listen.replies.models import Confirmation, Reopening, Reply
from sightline.listen.rounds.models import Collection
from sightline.listen.surveys.models import Round
from sightline.organisations.models import Organisation, Programme
from sightline.people.models import User
from sightline.trail import record as trail

#: A reply older than this is not asked about any more.
_YEARS = 2
ANSWERS: tuple[tuple[str, str], ...] = tuple(
    (str(value), str(label)) for value, label in Confirmation.Answer.choices
)


@dataclass(frozen=True)
class Question:
    """What is asked about one reply: one group of radio buttons.

    ``reference`` is the reply's, to count the answer under; ``said`` and ``did`` stand above the
    question ``text``; ``answers`` are value and label of each button.
    """

    reference: str
    said: str
    did: str
    text: str = "Have you seen this?"
    answers: tuple[tuple[str, str], ...] = ANSWERS

    @property
    def legend(self) -> str:
        return f"Last year learners here said: “{self.said}” We did: “{self.did}” {self.text}"


def question_for(
    collection: Collection, provider: Organisation, programme: Programme | None
) -> Question | None:
    """What to ask learners of a provider on a programme in this round; None: nothing to ask.

    The newest reply that something has changed, published before the round opens from an earlier
    one: to learners of the programme, else to all of the provider. One query.
    """
    earlier = collection.round.year
    found = (
        Reply.objects.public()
        .filter(
            Q(programme=None) | Q(programme=programme),
            organisation=provider,
            outcome=Reply.Outcome.CHANGED,
            published_at__lt=collection.opens_at,
            published_at__year__gte=collection.opens_at.year - _YEARS,
        )
        .filter(Q(dataset__year__lt=earlier) | ~Q(dataset__survey=collection.round.survey.code))
        .order_by(F("programme").asc(nulls_last=True), "-published_at", "-pk")
        .first()
    )
    if found is None:
        return None
    return Question(found.reference, found.you_said, found.we_did)


@transaction.atomic
def record(
    *,
    round: Round,
    reference: str,
    counts: Mapping[str, int],
    by: User | None,
    at: datetime,
) -> Confirmation:
    """Add answers ("yes", "no", "not_sure") of a batch. They show when ten new ones are there.

    When enough of the learners say no, the reply is re-opened, once in a round.

    Raises Refusal for an answer that is none, or a reply that is not there.
    """
    if not set(counts) <= set(Confirmation.Answer.values) or min(counts.values(), default=0) < 0:
        raise Refusal("The answers must be yes, no or not_sure.")
    reply = Reply.objects.select_for_update().filter(reference=reference).first()
    if reply is None:
        raise Refusal(f"There is no reply {reference}.")
    found, _ = Confirmation.objects.select_for_update().get_or_create(reply=reply, round=round)
    for answer, count in counts.items():
        setattr(found, f"waiting_{answer}", getattr(found, f"waiting_{answer}") + count)
    waiting = {name: getattr(found, f"waiting_{name}") for name in Confirmation.Answer.values}
    if sum(waiting.values()) >= rules.LEAST_CONFIRMING:
        for name, count in waiting.items():
            setattr(found, name, getattr(found, name) + count)
            setattr(found, f"waiting_{name}", 0)
    found.save()
    _reopen_if_not_seen(found, at, by)
    return found


def _reopen_if_not_seen(found: Confirmation, at: datetime, by: User | None) -> None:
    counts = {"yes": found.yes, "no": found.no, "not_sure": found.not_sure}
    if found.reply.state != Reply.State.PUBLISHED or not rules.reopens(**counts):
        return
    _, is_new = Reopening.objects.get_or_create(
        reply=found.reply, round=found.round, defaults={**counts, "at": at}
    )
    if is_new:
        trail.record(
            action="listen.replies.reopen",
            subject=found.reply,
            by=by,
            at=at,
            reference=found.reply.reference,
            summary=f"Re-opened: too many learners of {found.round} have not seen what was done",
        )
