"""What may belong to what, and from when: no database, no clock. Refusals are sentences."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from sightline.base.refusal import Refusal
from sightline.design.show import format_date


class CannotChange(Refusal):
    """The organisation cannot be changed like this."""


class Facts(Protocol):
    """An organisation, as far as these rules are concerned."""

    name: str
    kind: str
    opened_date: date | None
    closed_date: date | None


PROVIDERS = ("trust", "practice", "independent", "other_provider")
#: What each kind belongs to. A provider belongs to a region while its ICB is not known.
MAY_BELONG_TO: dict[str, tuple[str, ...]] = {
    "region": (),
    "icb": ("region",),
    **dict.fromkeys(PROVIDERS, ("icb", "region")),
    "site": PROVIDERS,
}
_NAMED = {"region": "a region", "icb": "an integrated care board", "site": "a site"}


def _one_of(kinds: tuple[str, ...]) -> str:
    return " or ".join(dict.fromkeys(_NAMED.get(kind, "a provider") for kind in kinds))


def check_parent(organisation: Facts, parent: Facts, from_date: date | None) -> None:
    """May the organisation belong to the parent from that day (None: from the beginning)?"""
    allowed = MAY_BELONG_TO[organisation.kind]
    if parent.kind not in allowed:
        where = _one_of(allowed) if allowed else "no other organisation"
        raise CannotChange(f"{organisation.name} can only belong to {where}.")
    if from_date is None:
        return
    if parent.opened_date and from_date < parent.opened_date:
        raise CannotChange(
            f"{parent.name} did not exist on {format_date(from_date)}. "
            f"It opened on {format_date(parent.opened_date)}."
        )
    if parent.closed_date and from_date >= parent.closed_date:
        raise CannotChange(
            f"{parent.name} no longer existed on {format_date(from_date)}. "
            "Choose what it became part of."
        )


def check_day(day: date, today: date) -> None:
    """Organisations are recorded as they are: a change is recorded once it has happened."""
    if day > today:
        raise CannotChange(
            f"{format_date(day)} has not come yet. Record the change on that day or later."
        )


def check_name(name: str) -> str:
    """The name without outer spaces; refused when empty or longer than 200 characters."""
    name = " ".join(name.split())
    if not name:
        raise CannotChange("Enter a name.")
    if len(name) > 200:
        raise CannotChange(f"The name has {len(name)} characters. It must have 200 or fewer.")
    return name


def check_closing(organisation: Facts, closed_date: date) -> None:
    if organisation.closed_date is not None:
        raise CannotChange(
            f"{organisation.name} is closed already, since {format_date(organisation.closed_date)}."
        )
    if organisation.opened_date and closed_date < organisation.opened_date:
        raise CannotChange(
            f"{organisation.name} opened on {format_date(organisation.opened_date)}. "
            "It cannot close before that."
        )
