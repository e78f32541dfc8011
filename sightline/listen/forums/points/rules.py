"""What may follow what in the life of a point. No database, no clock."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from sightline.base.refusal import Refusal


class CannotSay(Refusal):
    """The point, the promise or what came of it cannot be written as it is."""


class MayTellOfSomebody(CannotSay):
    """The text may tell who somebody is, and nobody has said that it does not."""


class Place(Protocol):
    """An organisation with the ids of where it lies."""

    @property
    def pk(self) -> int | None: ...
    @property
    def region_id(self) -> int | None: ...
    @property
    def icb_id(self) -> int | None: ...
    @property
    def provider_id(self) -> int | None: ...


def lies_in(place: Place | None, around: Place | None) -> bool:
    """Is a place the other one or inside it? None is the whole country."""
    if around is None:
        return True
    if place is None:
        return False
    return around.pk in (place.pk, place.region_id, place.icb_id, place.provider_id)


def refuse_unless_counted(agreed: int | None, present: int | None) -> None:
    if (agreed is None) != (present is None):
        raise CannotSay("Say both how many agreed and how many were present, or leave both empty.")
    if agreed is not None and present is not None and agreed > present:
        raise CannotSay("No more people can agree than were present.")
    if agreed == 0:
        raise CannotSay("Somebody has to agree: whoever said it counts as one.")


def refuse_unless_told(state: str, *, told: date, held: date, today: date) -> None:
    """``state`` of the least settled of the points that are told back."""
    if state == "open":
        raise CannotSay("Say what came of each point before you tell the members.")
    if not held <= told <= today:
        raise CannotSay("Members are told after the meeting, today at the latest.")
