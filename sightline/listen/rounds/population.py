"""Who is in a round: the places, programmes and professions that it asks, and who is drawn."""

from __future__ import annotations

from collections.abc import Collection as CollectionOf
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sightline.listen.rounds.models import Collection
from sightline.organisations.models import Organisation

KEYS = ("organisations", "programmes", "professions")
_Kind = Collection.QuotaBy


@dataclass(frozen=True, slots=True)
class Cell:
    """Where somebody learns or teaches, by codes. What is not known is empty."""

    provider: str
    programme: str = ""
    profession: str = ""
    icb: str = ""
    region: str = ""

    @staticmethod
    def at(provider: Organisation, programme: str = "", profession: str = "") -> Cell:
        """The cell of somebody at that provider; reads its ICB and region (select_related them)."""
        return Cell(
            provider.code,
            programme,
            profession,
            provider.icb.code if provider.icb else "",
            provider.region.code if provider.region else "",
        )


def who_is_in(collection: Collection, cell: Cell) -> bool:
    """Is somebody of that cell asked in this round? Asks the database for nothing but the place.

    Each list of the population that is not empty must have them, and so must the place where the
    round is run. Somebody whose programme or profession is not known is not in a round that names
    programmes or professions.
    """
    places = {cell.provider, cell.icb, cell.region} - {""}
    if collection.place is not None and collection.place.code not in places:
        return False
    wanted = {key: set(collection.population.get(key, ())) for key in KEYS}
    return (
        (not wanted["organisations"] or bool(wanted["organisations"] & places))
        and (not wanted["programmes"] or cell.programme in wanted["programmes"])
        and (not wanted["professions"] or cell.profession in wanted["professions"])
    )


def sample(collection: Collection, people: Sequence[tuple[str, Cell]]) -> list[int]:
    """Which of these people are invited: their positions, in the order given.

    Args:
        people: for each an identity that stays the same (such as the address of the roster) and
            their cell. Those who are not in the round are left out.

    Everybody is drawn a number from their identity and the round's seed, and the lowest numbers
    are taken: so many of all, or of each group. So the draw does not depend on the order of the
    roster, and a person who was drawn stays drawn when the same roster is uploaded again.
    """
    inside = [at for at, (_, cell) in enumerate(people) if who_is_in(collection, cell)]
    if collection.sampling == Collection.Sampling.EVERYBODY:
        return inside
    by = collection.quota_by if collection.sampling == Collection.Sampling.QUOTA else ""
    groups: dict[str, list[int]] = {}
    for at in inside:
        groups.setdefault(_group(people[at][1], by), []).append(at)
    size = collection.sample_size or 0
    drawn = [
        at
        for members in groups.values()
        for at in sorted(members, key=lambda one: _number(collection, people[one][0]))[:size]
    ]
    return sorted(drawn)


def _group(cell: Cell, by: str) -> str:
    return str(getattr(cell, by)) if by else ""


def _number(collection: Collection, identity: str) -> bytes:
    return sha256(f"{collection.sample_seed}|{identity.strip().casefold()}".encode()).digest()


def asked_places(collection: Collection) -> set[str]:
    """The codes of the organisations that the round names; empty: the whole of its place."""
    return set(collection.population.get("organisations", ()))


def cleaned(population: Mapping[str, CollectionOf[str]]) -> dict[str, list[str]]:
    """As it is stored: every key, each code once, in order."""
    return {key: sorted(set(population.get(key, ()))) for key in KEYS}
