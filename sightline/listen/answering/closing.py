"""Closing a round: from the sealed store into the mart, final from that moment.

It goes in steps, each of which may be done again: a service that was stopped between any two of
them closes the round when it is told to, or by its duty, a minute later.

1. The state: nobody can send answers any more (one transaction, which waits for those who send).
2. Whatever waits enters the store, in one shuffled transaction.
3. A dataset is begun; answers, and beside them what people said of themselves, are written in
   random order; it is prepared, switched in, made final. One that was begun before and not finished
   is given up first; one that is final is left as it is.
4. Comments go to those who read them before anybody else does; what later learners say about
   replies is counted.
5. Sealed answers, drafts, running totals and the key are thrown away.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np
from django.db import transaction

from sightline.base.refusal import Refusal
from sightline.listen.answering import entering, handing_over, seen
from sightline.listen.answering.models import Draft, StoredAnswer, WaitingAnswer
from sightline.listen.answering.store import STORED, Sent
from sightline.listen.live import running
from sightline.listen.rounds import about, measures
from sightline.listen.rounds import actions as rounds
from sightline.listen.rounds.models import Collection
from sightline.listen.rounds.running import require
from sightline.listen.sealing import keys, seal
from sightline.listen.surveys.models import Round
from sightline.people.models import User
from sightline.results import actions as results
from sightline.results import mart
from sightline.results.characteristics import store
from sightline.results.models import Dataset
from sightline.trail import record

#: What the survey of a round's open links is called: apart from that of the invited.
OPEN_SUFFIX = "-open"
_LONGEST_CODE = 40


class CannotClose(Refusal):
    """The round cannot be closed (yet)."""


def close(*, collection: Collection, by: User | None, at: datetime) -> Collection:
    """Close an open round, or go on closing one whose closing was interrupted.

    Idempotent: a round whose results are final is left as it is. ``by`` is None when its time is
    over.

    Raises:
        CannotClose: it was never opened.
        KeyIsMissing: its answers cannot be read. Nothing is lost: put the key back and close again.
        NotPermitted: ``by`` may not run rounds there.
    """
    require(by, collection.place)
    collection.refresh_from_db()
    if collection.state == Collection.State.DRAFT:
        raise CannotClose("This round was never opened, so there is nothing to close.")
    if StoredAnswer.objects.filter(collection=collection).exists() or (
        WaitingAnswer.objects.filter(collection=collection).exists()
    ):
        # Before anything is changed: without the key there is nothing to close with.
        keys.key_of(collection.pk)
    if collection.state == Collection.State.OPEN:
        with transaction.atomic():
            # The whole row, so that whoever is sending is waited for: see locks.py.
            Collection.objects.select_for_update(of=("self",)).get(pk=collection.pk)
            collection = rounds.close(collection=collection, by=by, at=at)
    finish(collection=collection, at=at)
    return collection


def close_all(*, at: datetime) -> str | None:
    """Close what has reached its end, and finish what was interrupted. A duty: see home.duties."""
    done = []
    for collection in Collection.objects.exclude(state=Collection.State.DRAFT).order_by("pk"):
        is_over = collection.state == Collection.State.OPEN and collection.closes_at <= at
        if is_over or (collection.state == Collection.State.CLOSED and is_unfinished(collection)):
            try:
                close(collection=collection, by=None, at=at)
                done.append(f"closed {collection}")
            except Refusal as why:
                # The others close all the same.
                done.append(f"could not close {collection}: {why}")
    return "; ".join(done) or None


def is_unfinished(collection: Collection) -> bool:
    """Is something of a closed round still to be written, or to be thrown away?"""
    return any(
        kind.objects.filter(collection=collection).exists()
        for kind in (WaitingAnswer, StoredAnswer, Draft)
    )


def finish(*, collection: Collection, at: datetime) -> None:
    """Steps 2 to 5 for a round whose state is closed."""
    if is_unfinished(collection):
        entering.enter(collection, the_rest=True)
        for is_open in (False, True):
            _write(collection, is_open, at)
        handing_over.hand_over(collection, _all(collection, False), _all(collection, True), at)
        seen.count(collection, _all(collection, False), at)
        _throw_away(collection, at)
    keys.forget(collection.pk)


def _write(collection: Collection, is_open: bool, at: datetime) -> None:
    survey = survey_code(collection, is_open)
    year = collection.round.year
    # Those that came as a file have the hash of the file.
    versions = Dataset.objects.filter(survey=survey, year=year, source_sha256="")
    if versions.filter(is_final=True).exists():
        return
    if not StoredAnswer.objects.filter(collection=collection, is_open=is_open).exists():
        return
    for begun in versions.filter(state=Dataset.State.PREPARING):
        results.give_up(dataset=begun, by=None, at=at)
    current = versions.filter(state=Dataset.State.CURRENT).first()
    if current is None:
        current = _prepared(collection, is_open, survey, at)
    if not is_open:
        _take_into_use(collection.round, current)
    results.make_final(dataset=current, by=None, at=at)


def _prepared(collection: Collection, is_open: bool, survey: str, at: datetime) -> Dataset:
    round_ = collection.round
    # Answers are put in order by what is registered, whatever the bank says meanwhile.
    asked = measures.asked(collection.version, round_.collected_to)
    results.register_measures(
        survey=survey,
        measures=measures.to_register(asked),
        collected_to=round_.collected_to,
        by=None,
        at=at,
    )
    dataset = results.begin(
        survey=survey,
        survey_name=f"{round_.survey.name}{', open links' if is_open else ''}",
        year=round_.year,
        label=round_.label,
        collected_from=round_.collected_from,
        collected_to=round_.collected_to,
        source_name="",
        source_sha256="",
        threshold_inside=round_.threshold_inside,
        threshold_public=round_.threshold_public,
        is_made_up=round_.survey.is_made_up,
        is_flagged=not is_open,
        by=None,
        at=at,
    )
    counted = running.Counted.of(asked)
    # By open links anybody may answer, and more than once: nobody is made a group of by that.
    people = [] if is_open else about.asked(collection.version)
    said = []
    with mart.writer(dataset, [one.code for one in counted.items]) as writer:
        for batch in _batches(collection, is_open):
            writer.write(_columns(batch, counted))
            # In the same order, which is another one each time the store is read.
            said.append(about.said(people, [one.answers for one in batch]))
    if people:
        store.write(dataset, [one.characteristic for one in people], said)
    dataset = results.prepare(dataset=dataset, by=None, at=at)
    return results.switch_in(dataset=dataset, by=None, at=at)


def survey_code(collection: Collection, is_open: bool) -> str:
    """Under which code of a survey the results stand."""
    code = collection.round.survey.code
    return f"{code[: _LONGEST_CODE - len(OPEN_SUFFIX)]}{OPEN_SUFFIX}" if is_open else code


def _take_into_use(round_: Round, dataset: Dataset) -> None:
    Round.objects.filter(pk=round_.pk).update(dataset=dataset, is_final=True, respondent_key=None)


def _opened(collection: Collection, is_open: bool, numbers: Sequence[int]) -> Iterator[Sent]:
    """Stored answers of those row numbers, in an order of their own."""
    key = keys.key_of(collection.pk)
    found = StoredAnswer.objects.filter(collection=collection, is_open=is_open).in_bulk(numbers)
    for number in numbers:
        try:
            yield Sent.opened(key, STORED, found[number].sealed)
        except seal.CannotOpen:
            raise keys.KeyIsMissing from None


def _batches(collection: Collection, is_open: bool, size: int = 5_000) -> Iterator[list[Sent]]:
    """All answers in random order, as closely placed as the roster of now allows."""
    rows = StoredAnswer.objects.filter(collection=collection, is_open=is_open)
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    random.SystemRandom().shuffle(numbers)
    roster = None if is_open else entering.roster_of(collection)
    for start in range(0, len(numbers), size):
        sent = list(_opened(collection, is_open, numbers[start : start + size]))
        yield [one.at(roster.kept(one.placement)) for one in sent] if roster else sent


def _all(collection: Collection, is_open: bool) -> Iterator[Sent]:
    for batch in _batches(collection, is_open):
        yield from batch


def _columns(batch: Sequence[Sent], counted: running.Counted) -> mart.AnswerBatch:
    return mart.AnswerBatch(
        providers=[one.placement.provider for one in batch],
        sites=[one.placement.site for one in batch],
        programmes=[one.placement.programme for one in batch],
        professions=[one.placement.profession for one in batch],
        answers=np.stack([counted.positions(one.answers) for one in batch]),
    )


def _throw_away(collection: Collection, at: datetime) -> None:
    """In pieces, since a national round has tens of thousands."""
    with transaction.atomic():
        Draft.objects.filter(collection=collection).delete()
        running.throw_away(collection)
    for rows in (
        StoredAnswer.objects.filter(collection=collection),
        WaitingAnswer.objects.filter(collection=collection),
    ):
        while numbers := list(rows.order_by("pk").values_list("pk", flat=True)[:5_000]):
            rows.filter(pk__in=numbers).delete()
    record.record(
        action="listen.answering.finish",
        subject=collection,
        by=None,
        at=at,
        summary=f"The results of {collection} are final; sealed answers and drafts are deleted.",
    )
