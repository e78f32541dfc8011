"""From those that wait into the store: ten at a time or more, shuffled, as coarse as is kept."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from sightline.listen.answering.models import StoredAnswer, WaitingAnswer
from sightline.listen.answering.rules import Roster
from sightline.listen.answering.store import STORED, WAITING, Placement, Sent
from sightline.listen.invitations.models import Invitation
from sightline.listen.live import running
from sightline.listen.rounds.models import Collection
from sightline.listen.sealing import keys, seal

#: The fewest that enter together while the round is open.
BATCH = 10
#: The most in one transaction, so that it stays short.
MOST = 500


def enter_all(*, at: datetime) -> str | None:
    """Of every open round, whatever may enter now. A duty: see home.duties."""
    entered = 0
    locked_out = 0
    for collection in Collection.objects.filter(state=Collection.State.OPEN).order_by("pk"):
        try:
            entered += enter(collection)
        except keys.KeyIsMissing:
            locked_out += 1
    said = [f"{entered:,} answers entered the store"] if entered else []
    if locked_out:
        said.append(f"{locked_out} rounds lack the key of their answers: see the backups")
    return "; ".join(said) or None


def enter(collection: Collection, *, the_rest: bool = False) -> int:
    """Take in what waits, in whole batches; what is over waits on. Returns how many entered.

    Args:
        the_rest: the round is closed, so whatever waits enters, all of it in one transaction.

    Raises:
        KeyIsMissing: and nothing is changed.
    """
    entered = 0
    for is_open in (False, True):
        while many := _enter_some(collection, is_open, the_rest):
            entered += many
    return entered


@transaction.atomic
def _enter_some(collection: Collection, is_open: bool, the_rest: bool) -> int:
    # One at a time for a round, and no other writer of its running totals.
    running.lock(collection)
    waiting = list(
        WaitingAnswer.objects.select_for_update()
        .filter(collection=collection, is_open=is_open)
        .order_by("pk")[: None if the_rest else MOST]
    )
    many = len(waiting) if the_rest else len(waiting) // BATCH * BATCH
    if not many:
        return 0
    chance = random.SystemRandom()
    chance.shuffle(waiting)
    taken = waiting[:many]
    key = keys.key_of(collection.pk)
    sent = _opened(key, taken)
    if not is_open:
        roster = roster_of(collection)
        sent = [one.at(roster.kept(one.placement)) for one in sent]
    # In another order than that in which they were taken.
    chance.shuffle(sent)
    StoredAnswer.objects.bulk_create(
        StoredAnswer(collection=collection, is_open=is_open, sealed=one.sealed(key, STORED))
        for one in sent
    )
    WaitingAnswer.objects.filter(pk__in=[one.pk for one in taken]).delete()
    if not the_rest:
        running.add(collection, sent, is_open=is_open)
    return many


def _opened(key: bytes, waiting: Iterable[WaitingAnswer]) -> list[Sent]:
    try:
        return [Sent.opened(key, WAITING, one.sealed) for one in waiting]
    except seal.CannotOpen:
        raise keys.KeyIsMissing from None


def roster_of(collection: Collection) -> Roster:
    """How many were invited where. One query, whatever their number."""
    counted = (
        Invitation.objects.filter(collection=collection)
        .order_by()
        .values_list("provider__code", "site__code", "programme__code", "profession__code")
        .annotate(Count("pk"))
    )
    return Roster.of(
        {Placement(*(code or "" for code in codes)): count for *codes, count in counted}
    )
