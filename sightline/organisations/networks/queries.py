"""Which practices were read together on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from sightline.organisations.models import Organisation
from sightline.organisations.networks.models import InNetwork, Network
from sightline.organisations.networks.plan import Current, Stored

_EARLIEST_FIRST = F("from_date").asc(nulls_first=True)


def networks_on(day: date) -> dict[str, str]:
    """Practice → network, by code, of all that were in one on a day. One query."""
    found = dict(
        InNetwork.objects.filter(Q(from_date=None) | Q(from_date__lte=day))
        .order_by(_EARLIEST_FIRST)
        .values_list("practice__code", "network__code")
    )
    return {practice: network for practice, network in found.items() if network}


def names(codes: Iterable[str]) -> dict[str, str]:
    """What networks are called, by code. One query, none for no codes."""
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    return dict(Network.objects.filter(code__in=wanted).values_list("code", "name"))


def all_names() -> dict[str, str]:
    """What every network is called, by code. One query."""
    return dict(Network.objects.order_by().values_list("code", "name"))


@dataclass(frozen=True)
class Spell:
    network: Network | None
    from_date: date | None


def spells_of(practice_id: int) -> tuple[Spell, ...]:
    """The networks of a practice, latest first."""
    rows = (
        InNetwork.objects.filter(practice_id=practice_id)
        .select_related("network")
        .order_by(F("from_date").desc(nulls_last=True))
    )
    return tuple(Spell(one.network, one.from_date) for one in rows)


def current() -> Current:
    """Everything that the rows of a list are compared with: three queries."""
    practices = Organisation.objects.filter(kind=Organisation.Kind.PRACTICE).order_by()
    stored = {
        practice: Stored(network or "", since)
        for practice, network, since in InNetwork.objects.order_by(_EARLIEST_FIRST).values_list(
            "practice__code", "network__code", "from_date"
        )
    }
    return Current(
        dict(practices.values_list("code", "name")),
        dict(Network.objects.values_list("code", "name")),
        stored,
    )
