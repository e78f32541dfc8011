"""Running totals: kept cell by cell as answers enter the store, released as the gate lets them.

Entering costs the same however many answers there are: a batch touches at most as many cells as it
has answers. Releasing costs what the groups cost, not the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from sightline.listen.bank.models import BankItem
from sightline.listen.live.models import Released, RunningCell
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.rounds import measures
from sightline.listen.rounds.models import Collection
from sightline.listen.sealing import keys, seal
from sightline.results import running
from sightline.results.levels import NATION, GroupKey, Level

Integers = NDArray[np.int64]
#: (provider, programme, profession), "" where not known.
CellCodes = tuple[str, str, str]
_PURPOSE = "running total"
_PUBLISHED = "published total"


class Placed(Protocol):
    @property
    def provider(self) -> str: ...
    @property
    def programme(self) -> str: ...
    @property
    def profession(self) -> str: ...


class Given(Protocol):
    """Somebody's answers: where they learn, and path → text."""

    @property
    def placement(self) -> Placed: ...
    @property
    def answers(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Counted:
    """What of a questionnaire is counted: for each item its path and each value's place."""

    items: tuple[measures.Asked, ...]
    most_answers: int

    @staticmethod
    def of(items: Sequence[measures.Asked]) -> Counted:
        return Counted(tuple(items), max((len(one.measure.scale) for one in items), default=1))

    def positions(self, answers: Mapping[str, str]) -> NDArray[np.int8]:
        """Somebody's answers, (items,): 0 for none on the scale, k for the k-th of it."""
        return np.array(
            [one.answers.get(answers.get(one.path, ""), 0) for one in self.items], dtype=np.int8
        )

    def empty(self) -> Integers:
        return np.zeros((len(self.items), self.most_answers), dtype=np.int64)


def counted_of(version: QuestionnaireVersion) -> Counted:
    """Kept per process: a published version does not change."""
    return _counted(version.pk)


@lru_cache(maxsize=32)
def _counted(version_id: int) -> Counted:
    return Counted.of(
        measures.asked(QuestionnaireVersion.objects.get(pk=version_id), as_given=True)
    )


def lock(collection: Collection) -> None:
    """One writer at a time for a round's store and totals; nobody who sends answers waits.

    Call it in a transaction.
    """
    Collection.objects.select_for_update(of=("self",), no_key=True).get(pk=collection.pk)


def add(collection: Collection, given: Iterable[Given], *, is_open: bool) -> None:
    """Count a batch, in the transaction in which it enters the store, under `lock`."""
    counted = counted_of(collection.version)
    gains: dict[CellCodes, Integers] = {}
    rows = np.arange(len(counted.items))
    for one in given:
        at = one.placement
        gain = gains.setdefault((at.provider, at.programme, at.profession), counted.empty())
        positions = counted.positions(one.answers)
        has = positions > 0
        gain[rows[has], positions[has] - 1] += 1
    stored = _stored(collection, is_open, gains)
    changed = []
    for codes, gain in gains.items():
        cell = stored.get(codes)
        if cell is None:
            cell = RunningCell(
                collection=collection,
                is_open=is_open,
                provider=codes[0],
                programme=codes[1],
                profession=codes[2],
            )
            everything = new = counted.empty()
        else:
            everything, new = _opened(collection, cell, counted)
        cell.sealed = _sealed(collection, everything + gain, new + gain)
        changed.append(cell)
    _write(changed)


def _stored(
    collection: Collection, is_open: bool, among: Iterable[CellCodes] | None = None
) -> dict[CellCodes, RunningCell]:
    found = RunningCell.objects.filter(collection=collection, is_open=is_open).order_by("pk")
    if among is not None:
        found = found.filter(provider__in={provider for provider, _, _ in among})
    return {(one.provider, one.programme, one.profession): one for one in found}


def _write(cells: Sequence[RunningCell]) -> None:
    RunningCell.objects.bulk_create(
        cells,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["sealed"],
        batch_size=500,
    )


def _sealed(collection: Collection, everything: Integers, new: Integers) -> bytes:
    plain = np.stack([everything, new]).astype(np.int32).tobytes()
    return seal.seal(keys.key_of(collection.pk), _PURPOSE, plain)


def _opened(
    collection: Collection, cell: RunningCell, counted: Counted
) -> tuple[Integers, Integers]:
    plain = seal.unseal(keys.key_of(collection.pk), _PURPOSE, cell.sealed)
    shape = (2, len(counted.items), counted.most_answers)
    both = np.frombuffer(plain, np.int32).reshape(shape).astype(np.int64)
    return both[0], both[1]


def release_all(*, at: datetime) -> str | None:
    """Publish what may be of every open round. A duty: see home.duties."""
    moved = 0
    for collection in Collection.objects.filter(state=Collection.State.OPEN).order_by("pk"):
        moved += release(collection, at=at)
    return f"running results of {moved:,} groups moved" if moved else None


def release(collection: Collection, *, at: datetime) -> int:
    """Publish what the gate lets go. Returns how many groups moved."""
    return sum(_release(collection, is_open, at) for is_open in (False, True))


def _release(collection: Collection, is_open: bool, at: datetime) -> int:
    """Worked out outside of any transaction, since it may take a second; then written in one."""
    counted = counted_of(collection.version)
    before = _nation(collection, is_open)
    so_far = None if before is None else _read(collection, before)
    new = {
        codes: _opened(collection, cell, counted)[1]
        for codes, cell in _stored(collection, is_open).items()
    }
    if not new or not counted.items:
        return 0
    tranche = running.tranche(
        running.Cells(list(new), np.stack(list(new.values()))),
        running.answered(so_far, len(counted.items)),
        running.places_on(collection.round.collected_from, timezone.localdate(at)),
        sensitive(counted),
    )
    if tranche is None:
        return 0
    with transaction.atomic():
        lock(collection)
        # Every tranche moves the nation: if it has moved, somebody else was quicker.
        if _nation(collection, is_open) != before:
            return 0
        _publish(collection, is_open, tranche.added)
        gone = {codes: np.where(tranche.items[:, None], one, 0) for codes, one in new.items()}
        _take_out(collection, is_open, {codes: one for codes, one in gone.items() if one.any()})
    return len(tranche.added)


def sensitive(counted: Counted) -> NDArray[np.bool_]:
    """Of which items nothing is published while the round is open, (items,): as the bank says now,
    for what is kept of a questionnaire is from when it was first counted."""
    codes = [one.code for one in counted.items]
    now = set(
        BankItem.objects.filter(code__in=codes, is_sensitive=True).values_list("code", flat=True)
    )
    return np.array([code in now for code in codes], dtype=bool)


def _nation(collection: Collection, is_open: bool) -> bytes | None:
    """What is published of the nation, sealed: other bytes whenever it has moved."""
    found = Released.objects.filter(
        collection=collection, is_open=is_open, level=str(NATION.level), code=NATION.code
    ).first()
    return bytes(found.sealed) if found else None


def _read(collection: Collection, sealed: bytes | memoryview) -> bytes:
    return seal.unseal(keys.key_of(collection.pk), _PUBLISHED, sealed)


def _publish(collection: Collection, is_open: bool, added: Mapping[GroupKey, Integers]) -> None:
    before = released(collection, is_open=is_open)
    key = keys.key_of(collection.pk)
    Released.objects.bulk_create(
        [
            Released(
                collection=collection,
                is_open=is_open,
                level=str(group.level),
                code=group.code,
                sealed=seal.seal(key, _PUBLISHED, running.add_up(before.get(group), gain)),
            )
            for group, gain in added.items()
        ],
        update_conflicts=True,
        unique_fields=["collection", "is_open", "level", "code"],
        update_fields=["sealed"],
        batch_size=500,
    )


def _take_out(collection: Collection, is_open: bool, gone: Mapping[CellCodes, Integers]) -> None:
    """They were in a tranche; what entered meanwhile stays new."""
    counted = counted_of(collection.version)
    changed = []
    for codes, cell in _stored(collection, is_open, gone).items():
        if codes in gone:
            everything, new = _opened(collection, cell, counted)
            cell.sealed = _sealed(collection, everything, new - gone[codes])
            changed.append(cell)
    _write(changed)


def released(collection: Collection, *, is_open: bool) -> dict[GroupKey, bytes]:
    """Published counts by group. None are to be read where the round's key is missing."""
    found = Released.objects.filter(collection=collection, is_open=is_open)
    try:
        return {
            GroupKey(Level(level), code): _read(collection, sealed)
            for level, code, sealed in found.values_list("level", "code", "sealed")
        }
    except keys.KeyIsMissing:
        return {}


def everything(collection: Collection, *, is_open: bool) -> dict[CellCodes, Integers]:
    """All running totals, published or not: for closing to compare with, never for a page."""
    counted = counted_of(collection.version)
    return {
        codes: _opened(collection, cell, counted)[0]
        for codes, cell in _stored(collection, is_open).items()
    }


def throw_away(collection: Collection) -> None:
    """The round is final: its results are in the mart."""
    RunningCell.objects.filter(collection=collection).delete()
    Released.objects.filter(collection=collection).delete()
