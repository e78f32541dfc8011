"""Which placements the answers of a round can be about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sightline.listen.answering import rules
from sightline.listen.answering.store import Placement
from sightline.listen.answering.visits import Visit
from sightline.listen.invitations.models import Invitation
from sightline.listen.rounds.models import Collection
from sightline.listen.rounds.population import Cell, who_is_in
from sightline.organisations.models import Organisation, Profession, Programme

#: Up to so many places are listed at once; of more one looks for a name.
FEW = 12
#: So many of those that were found are listed.
MOST_FOUND = 30


def providers_of(collection: Collection, on: date) -> list[Organisation]:
    """Up to one more than FEW of the providers that the round asks about, by name."""
    return list(_providers(collection, on)[: FEW + 1])


def found_in(collection: Collection, on: date, text: str) -> list[Organisation]:
    """Providers of the round whose name, code or postcode has those words."""
    found = _providers(collection, on).matching(text)
    return list(found.best_match_first(text).order_by("rank", "name", "code")[:MOST_FOUND])


def provider_of(collection: Collection, on: date, code: str) -> Organisation | None:
    """A provider of the round by its code."""
    return _providers(collection, on).filter(code=code).first() if code else None


def _providers(collection: Collection, on: date):  # type: ignore[no-untyped-def]
    found = Organisation.objects.providers().open_on(on).select_related("icb", "region")
    if collection.place is not None:
        found = found.filter(_at([collection.place.code]))
    if codes := collection.population.get("organisations"):
        found = found.filter(_at(codes))
    return found.order_by("name", "code")


def _at(codes: list[str]) -> Q:
    return Q(code__in=codes) | Q(icb__code__in=codes) | Q(region__code__in=codes)


@dataclass(frozen=True)
class Learning:
    """One line of the list of programmes. ``value`` is "programme:CST" or "profession:MED"."""

    value: str
    text: str
    profession: str


def learnings_of(collection: Collection) -> list[Learning]:
    """The programmes of a round by profession; where it does not name programmes also "another"."""
    population = collection.population
    programmes = Programme.objects.select_related("profession").order_by(
        "profession__name", "name", "code"
    )
    if codes := population.get("programmes"):
        programmes = programmes.filter(code__in=codes)
    if professions := population.get("professions"):
        programmes = programmes.filter(profession__code__in=professions)
    found = [Learning(f"programme:{one.code}", one.name, one.profession.name) for one in programmes]
    if not codes:
        others = Profession.objects.order_by("name", "code")
        if professions:
            others = others.filter(code__in=professions)
        found += [
            Learning(f"profession:{one.code}", f"{one.name}: another programme", one.name)
            for one in others
        ]
    return sorted(found, key=lambda one: one.profession)


def learning_value(placement: Placement) -> str:
    if placement.programme:
        return f"programme:{placement.programme}"
    return f"profession:{placement.profession}" if placement.profession else ""


def placed(
    collection: Collection, provider: Organisation, site: str, learning: str
) -> Placement | None:
    """The placement that somebody chose; None if the round does not ask about it."""
    kind, _, code = learning.partition(":")
    programme = profession = ""
    if kind == "programme":
        found = Programme.objects.select_related("profession").filter(code=code).first()
        if found is None:
            return None
        programme, profession = found.code, found.profession.code
    elif kind == "profession":
        if not Profession.objects.filter(code=code).exists():
            return None
        profession = code
    placement = Placement(provider.code, site, programme, profession)
    return placement if who_is_in(collection, Cell.at(provider, programme, profession)) else None


def proposed(visit: Visit) -> Placement:
    """What the placement is taken to be until somebody says otherwise."""
    if visit.written.placement is not None:
        return visit.written.placement
    if (invitation := visit.invitation) is not None:
        return of_invitation(invitation)
    if (link := visit.open_link) is not None:
        return of_link(link)
    return Placement()


def of_invitation(invitation: Invitation) -> Placement:
    """Where the roster says somebody learns, as far as it is kept."""
    return Placement(
        invitation.provider.code if invitation.provider else "",
        invitation.site.code if invitation.site else "",
        invitation.programme.code if invitation.programme else "",
        invitation.profession.code if invitation.profession else "",
    )


def as_invited(stated: Placement, invitation: Invitation) -> Placement:
    """The placement that is kept with somebody's answers: see rules.as_invited."""
    area = invitation.cell.area
    in_area = area is None or (
        Organisation.objects.filter(_at([area.code]), code=stated.provider).exists()
    )
    return rules.as_invited(stated, of_invitation(invitation), in_area=in_area)


def of_link(link: object) -> Placement:
    """Where an open link hangs."""
    organisation = link.organisation  # type: ignore[attr-defined]
    environment = link.environment  # type: ignore[attr-defined]
    programme = link.programme  # type: ignore[attr-defined]
    profession = link.profession  # type: ignore[attr-defined]
    is_site = organisation.kind == Organisation.Kind.SITE
    provider = organisation.provider if is_site else organisation
    site = organisation if is_site else (environment.site if environment else None)
    return Placement(
        provider.code if provider and provider.is_provider else "",
        site.code if site else "",
        programme.code if programme else "",
        (programme.profession.code if programme else profession.code if profession else ""),
    )
