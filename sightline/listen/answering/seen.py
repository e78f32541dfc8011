"""Whether later learners have seen what was done: asked of those invited, counted at the close.

Somebody who came by a link that anybody can use is not asked: they need not be learners there, and
their "no" would re-open the reply.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.db import transaction

from sightline.listen.answering.store import Sent
from sightline.listen.answering.visits import Visit
from sightline.listen.replies import confirmation
from sightline.listen.replies.models import Confirmation
from sightline.listen.rounds.models import Collection
from sightline.organisations.models import Organisation, Programme

#: What is kept of somebody who will not say; it is not counted.
SILENT = "prefer_not_to_say"
COUNTED = tuple(value for value, _ in confirmation.ANSWERS)


def question_of(visit: Visit) -> confirmation.Question | None:
    """What to ask them last, of the place that their answers are about; None: nothing.

    Every process remembers for a minute what is asked of learners of one place: it is looked up
    with the last page that each of them saves, and a reply is published before the round opens. One
    that is withdrawn may be asked about for as long. At most four queries.
    """
    placement = visit.written.placement
    if visit.is_open or placement is None:
        return None
    minute = int(time.monotonic() // 60)
    return _asked(visit.collection_id, placement.provider, placement.programme, minute)


@lru_cache(maxsize=4_096)
def _asked(
    collection_id: int, provider_code: str, programme_code: str, minute: int
) -> confirmation.Question | None:
    provider = Organisation.objects.filter(code=provider_code).first()
    if provider is None:
        return None
    programme = None
    if programme_code:
        programme = Programme.objects.filter(code=programme_code).first()
    collection = Collection.objects.select_related("round__survey").get(pk=collection_id)
    return confirmation.question_for(collection, provider, programme)


@transaction.atomic
def count(collection: Collection, sent: Iterable[Sent], at: datetime) -> None:
    """Add what a round that closes says about replies; done once, however often called.

    Not before the close: counts that grow by a batch would say what the few of one place said.
    """
    # The whole row: two that close at once would both find nothing counted.
    Collection.objects.select_for_update(of=("self",)).get(pk=collection.pk)
    if Confirmation.objects.filter(round=collection.round).exists():
        return
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for one in sent:
        if one.seen in COUNTED:
            said[one.reply][one.seen] += 1
    for reference in sorted(said):
        confirmation.record(
            round=collection.round, reference=reference, counts=said[reference], by=None, at=at
        )
