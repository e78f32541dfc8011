"""Where everything belonged when collecting ended: what the totals are added up along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from sightline.organisations import queries
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.organisations.networks import queries as networks


@dataclass(frozen=True)
class Places:
    """Codes to codes; "" where not known.

    ``providers``: code → (ICB, region, provider type); ``sites``: code → provider;
    ``programmes``: code → profession; ``branches``: profession → professional branch.
    ``open_codes``: providers and sites that were open while answers were collected.
    """

    day: date
    providers: Mapping[str, tuple[str, str, str]]
    sites: Mapping[str, str]
    programmes: Mapping[str, str]
    branches: Mapping[str, str]
    provider_types: Mapping[str, str] = field(
        default_factory=dict
    )  # type → its name, in the plural
    open_codes: frozenset[str] = frozenset()
    networks: Mapping[str, str] = field(default_factory=dict)  # practice → its network


#: How a benchmark group of providers is called.
TYPE_NAMES = {
    Organisation.ProviderType.ACUTE: "Acute trusts",
    Organisation.ProviderType.MENTAL_HEALTH: "Mental health and learning disability trusts",
    Organisation.ProviderType.COMMUNITY: "Community trusts",
    Organisation.ProviderType.AMBULANCE: "Ambulance trusts",
    Organisation.ProviderType.SPECIALIST: "Specialist trusts",
    Organisation.ProviderType.PRACTICE: "GP practices",
    Organisation.ProviderType.OTHER: "Other providers",
    "": "Providers of no known type",
}


def places_on(collected_from: date, collected_to: date) -> Places:
    """Places as they were on the last day of collecting. A constant number of queries."""
    geography = queries.geography_on(collected_to)
    types = dict(Organisation.objects.order_by().values_list("code", "provider_type"))
    providers: dict[str, tuple[str, str, str]] = {}
    sites: dict[str, str] = {}
    for code, place in geography.places.items():
        if place.provider == code:
            providers[code] = (place.icb, place.region, types.get(code, ""))
        else:
            sites[code] = place.provider
    was_open = (
        Organisation.objects.filter(Q(opened_date=None) | Q(opened_date__lte=collected_to))
        .filter(Q(closed_date=None) | Q(closed_date__gt=collected_from))
        .order_by()
    )
    return Places(
        day=collected_to,
        providers=providers,
        sites=sites,
        programmes=dict(Programme.objects.order_by().values_list("code", "profession__code")),
        branches=dict(Profession.objects.order_by().values_list("code", "branch")),
        provider_types={str(kind): name for kind, name in TYPE_NAMES.items()},
        open_codes=frozenset(was_open.values_list("code", flat=True)),
        networks=networks.networks_on(collected_to),
    )
