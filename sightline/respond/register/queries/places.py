"""Where organisations were and what they were called on a day, for the concerns of a register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from sightline.organisations.models import Belonging, Organisation, OrganisationName
from sightline.respond.register.models import Concern
from sightline.respond.register.queries.rows import Named

_Kind = Organisation.Kind
_ABOVE = (_Kind.REGION, _Kind.ICB)


@dataclass(frozen=True)
class Place:
    """An organisation on a day, with what it was part of."""

    itself: Named
    provider: Named | None
    icb: Named | None
    region: Named | None


def places_on(day: date) -> dict[int, Place]:
    """The place of every organisation that has a concern, by key. Three queries, always.

    What was so on the day: a trust that moved to another ICB since is in its old one, under the
    name that it had.
    """
    organisations = {
        one["pk"]: one for one in _concerned().values("pk", "code", "kind", "name", "parent_id")
    }
    before = Q(from_date=None) | Q(from_date__lte=day)
    oldest_first = F("from_date").asc(nulls_first=True)
    keys = _concerned().values("pk")
    names = dict(
        OrganisationName.objects.filter(before, organisation__in=keys)
        .order_by(oldest_first)
        .values_list("organisation_id", "name")
    )
    parents = dict(
        Belonging.objects.filter(before, organisation__in=keys)
        .order_by(oldest_first)
        .values_list("organisation_id", "parent_id")
    )

    def place(key: int) -> Place:
        found: dict[str, Named] = {}
        step: int | None = key
        # Site, provider, ICB, region: a longer chain would be a circle in the data.
        for _ in range(4):
            one = organisations.get(step) if step is not None else None
            if one is None:
                break
            kind = one["kind"] if one["kind"] in (*_ABOVE, _Kind.SITE) else "provider"
            found.setdefault(kind, Named(one["code"], names.get(one["pk"], one["name"])))
            step = parents.get(one["pk"], one["parent_id"])
        itself = Named(organisations[key]["code"], names.get(key, organisations[key]["name"]))
        return Place(itself, found.get("provider"), found.get("icb"), found.get("region"))

    return {key: place(key) for key in organisations}


def _concerned() -> QuerySet[Organisation]:
    """Organisations with a concern, the providers of those that are sites, all ICBs and regions."""
    with_concerns = Concern.objects.values("organisation_id")
    return Organisation.objects.filter(
        Q(pk__in=with_concerns)
        | Q(pk__in=Concern.objects.values("organisation__provider_id"))
        | Q(kind__in=_ABOVE)
    ).order_by()
