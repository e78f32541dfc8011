"""What is found about whoever asks, by class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sightline.listen.care.models import DataRequest
from sightline.listen.care.requests.kinds import KINDS, NOT_JOINED, Kind
from sightline.listen.care.requests.sought import Sought
from sightline.listen.care.rules import CannotDo
from sightline.listen.care.words import Identity
from sightline.people.models import User


@dataclass(frozen=True)
class Found:
    kind: Kind
    records: tuple[Any, ...]

    @property
    def count(self) -> int:
        return len(self.records)


def sought_by(request: DataRequest) -> Sought:
    """Who asks. Raises CannotDo once the request is done, when that is forgotten."""
    if request.asked_sealed is None:
        raise CannotDo("The request is done, so who asked is not kept any more.")
    return Sought.unseal(request.asked_sealed)


def search(request: DataRequest) -> tuple[Found, ...]:
    """Every class, those without a record too. Raises CannotDo before somebody checked who asks."""
    if request.identity == Identity.OPEN:
        raise CannotDo("Check first who asks. Nothing is searched before.")
    sought = sought_by(request)
    return tuple(Found(kind, tuple(kind.find(sought))) for kind in KINDS)


def file_of(request: DataRequest, found: Sequence[Found], by: User) -> dict[str, Any]:
    """What is held by class, and what cannot be found and why: texts, numbers, days and moments."""
    return {
        "reference": request.reference,
        "received": request.received_date,
        "held": {
            one.kind.name: [one.kind.tell(record, by) for record in one.records]
            for one in found
            if one.records
        },
        "not held, by class": [one.kind.name for one in found if not one.records],
        "cannot be found, and why": dict(NOT_JOINED),
    }
