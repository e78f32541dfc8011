"""What posters and cards are drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q

from sightline.base.service_state import holds_made_up_data
from sightline.design.show import format_date
from sightline.listen.invitations import links
from sightline.listen.invitations.messages import wording
from sightline.listen.invitations.models import Invitation, OpenLink
from sightline.listen.invitations.printed.paper import Poster
from sightline.listen.rounds.models import Collection
from sightline.organisations.models import Organisation

MOST_FOUND = 6


def poster_of(link: OpenLink) -> Poster:
    """What stands on the poster and the slide of an open link."""
    collection = link.collection
    group = link.programme or link.profession
    return Poster(
        survey=collection.round.survey.name,
        who=wording.who_asks(collection),
        place=link.place_name,
        group=group.name if group else "",
        minutes=wording.minutes_of(collection.version.form),
        until=format_date(collection.closes_at.date()),
        address=wording.address_of(links.path_of(link.token)),
        made_up=holds_made_up_data(),
    )


@dataclass(frozen=True)
class Handed:
    """How many cards there are to draw at a provider; None: at no provider of their own."""

    provider: Organisation | None
    people: int

    @property
    def name(self) -> str:
        return self.provider.name if self.provider else "Counted at no provider"


def handed_over(collection: Collection) -> list[Handed]:
    """Providers with people who are handed their link and have not answered. Two queries."""
    rows = (
        collection.invitations.filter(channel=Invitation.Channel.NONE)
        .values_list("provider")
        .annotate(people=Count("pk"))
        .order_by()
    )
    providers = Organisation.objects.in_bulk([pk for pk, _ in rows if pk])
    found = [Handed(providers.get(pk), people) for pk, people in rows]
    return sorted(found, key=lambda one: (one.provider is None, one.name))


def places_called(text: str, collection: Collection) -> list[Organisation]:
    """Open providers and sites by code, or by words of their name, within the round's place."""
    open_ = Organisation.objects.filter(closed_date=None).filter(
        Q(kind__in=Organisation.PROVIDER_KINDS) | Q(kind=Organisation.Kind.SITE)
    )
    if collection.place is not None:
        pk = collection.place.pk
        open_ = open_.filter(Q(region=pk) | Q(icb=pk) | Q(provider=pk) | Q(pk=pk))
    open_ = open_.select_related("provider__icb", "provider__region")
    by_code = list(open_.filter(code__iexact=text.strip()))
    if by_code:
        return by_code
    ranked = open_.matching(text).best_match_first(text)
    return list(ranked.order_by(F("rank"), "name")[:MOST_FOUND])
