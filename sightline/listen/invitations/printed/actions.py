"""Open links are made and ended here, and cards with personal links are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sightline.base.refusal import Refusal
from sightline.listen.invitations import links
from sightline.listen.invitations.models import Invitation, OpenLink
from sightline.listen.rounds import population, running
from sightline.listen.rounds.models import Collection
from sightline.organisations.models import (
    LearningEnvironment,
    Organisation,
    Profession,
    Programme,
)
from sightline.people.models import User
from sightline.trail import record

MOST_CARDS = 400


class CannotMakeLink(Refusal):
    """The link cannot be made: a sentence for the page."""


@dataclass(frozen=True)
class Card:
    """One card to hand over: a token and the place that it is for, in words."""

    token: str
    place: str


@transaction.atomic
def make_link(
    *,
    collection: Collection,
    organisation: Organisation,
    environment: LearningEnvironment | None = None,
    profession: Profession | None = None,
    programme: Programme | None = None,
    by: User,
    at: datetime,
) -> OpenLink:
    """An open link for a place; the one that is there already if it was made before."""
    collection = running.locked(collection)
    running.require(by, collection.place)
    if collection.state == Collection.State.CLOSED:
        raise CannotMakeLink("The round has closed, so nobody can answer by a new link.")
    if collection.access == Collection.Access.INVITED:
        raise CannotMakeLink("This round is only for those who are invited.")
    if environment is not None and environment.organisation_id not in (
        organisation.pk,
        organisation.provider_id,
    ):
        raise CannotMakeLink(f"{environment.name} is not at {organisation.name}.")
    if programme is not None:
        if profession is not None and programme.profession_id != profession.pk:
            raise CannotMakeLink(
                f"{programme.name} is not a programme of the profession {profession.name}."
            )
        profession = programme.profession
    provider = organisation.provider or organisation
    if not provider.is_provider:
        raise CannotMakeLink("Choose a provider or one of its sites.")
    cell = population.Cell.at(
        provider, programme.code if programme else "", profession.code if profession else ""
    )
    if not _asks(collection, cell):
        raise CannotMakeLink("This round does not ask the people of that place.")
    given = {
        "collection": collection,
        "organisation": organisation,
        "environment": environment,
        "profession": profession,
        "programme": programme,
    }
    there = OpenLink.objects.filter(**given, ended_at=None).first()
    if there is not None:
        return there
    link = OpenLink.objects.create(**given, token=links.new_open_token(), made_at=at, made_by=by)
    _line("make_link", collection, by, at, f"Open link made for {link.place_name}.")
    return link


def _asks(collection: Collection, cell: population.Cell) -> bool:
    """Are people there asked? A link that names no programme may be used by some of a place."""
    wanted = collection.population
    programme = cell.programme or next(iter(wanted.get("programmes", ())), "")
    profession = cell.profession or next(iter(wanted.get("professions", ())), "")
    return population.who_is_in(
        collection,
        population.Cell(cell.provider, programme, profession, cell.icb, cell.region),
    )


@transaction.atomic
def end_link(*, link: OpenLink, by: User, at: datetime) -> OpenLink:
    """From now on the link leads nowhere; what was answered by it stays."""
    running.require(by, link.collection.place)
    link = OpenLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.ended_at is None:
        link.ended_at = at
        link.save(update_fields=["ended_at"])
        _line("end_link", link.collection, by, at, f"Open link of {link.place_name} ended.")
    return link


@transaction.atomic
def draw_cards(
    *, collection: Collection, provider: Organisation | None, by: User, at: datetime
) -> list[Card]:
    """New links for those who are handed theirs and have not answered, of one provider.

    ``provider`` None: those who count at no provider. Cards drawn before no longer work: of a link
    only a hash is kept, so it cannot be printed twice.
    """
    running.require(by, collection.place)
    collection = running.locked(collection)
    if collection.state != Collection.State.OPEN:
        raise CannotMakeLink("The round is not open, so there are no links to hand over.")
    found = list(
        Invitation.objects.select_for_update(of=("self",))
        .filter(
            collection=collection,
            provider=provider,
            channel=Invitation.Channel.NONE,
            is_completed=False,
        )
        .select_related("provider", "site", "programme", "profession")
        .order_by("site__name", "programme__name", "profession__name", "level", "pk")[:MOST_CARDS]
    )
    cards = []
    for one in found:
        token = links.new_token()
        one.link_hash, one.next_link_hash = links.hash_of(token), None
        one.times_asked = 1
        cards.append(Card(token, _where(one)))
    Invitation.objects.bulk_update(
        found, ["link_hash", "next_link_hash", "times_asked"], batch_size=200
    )
    if cards:
        _line("draw_cards", collection, by, at, "Cards with links printed.")
    return cards


def _where(one: Invitation) -> str:
    place, group = one.site or one.provider, one.programme or one.profession
    parts = (place.name if place else "", group.name if group else "", one.level)
    return ", ".join(filter(None, parts))


def _line(verb: str, subject: Collection, by: User, at: datetime, summary: str) -> None:
    record.record(
        action=f"listen.invitations.printed.{verb}",
        subject=subject,
        by=by,
        at=at,
        summary=summary[:300],
    )
