"""The groups of a round as integers, in an order in which whatever adds up lies side by side.

Respondents are counted in two fine groupings only: the site (or "no site" of a provider) and the
provider × programme. Everything else is a sum of those sums. A group in which nobody answered is
not there at all. "Not known" (no provider, no programme) is a group like any other, so that sums
are whole, but it is not listed and never shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.results.levels import ENGLAND, GroupKey, Level
from sightline.results.mart import Answers
from sightline.results.places import Places
from sightline.results.tiers import Index, Names, Tier, add_up, run_ends
from sightline.stats.relations import Relation

#: The order of levels in every array of groups.
ORDER = (
    Level.NATION,
    Level.REGION,
    Level.ICB,
    Level.PROVIDER,
    Level.SITE,
    Level.PROFESSION,
    Level.PROGRAMME,
    Level.PROVIDER_PROFESSION,
    Level.PROVIDER_PROGRAMME,
)


#: What a level is a sum of, where that is a tier of its own that is sorted by it.
BELOW = {
    Level.PROVIDER: Level.SITE,
    Level.ICB: Level.PROVIDER,
    Level.REGION: Level.ICB,
    Level.NATION: Level.REGION,
    Level.PROFESSION: Level.PROGRAMME,
    Level.PROVIDER_PROFESSION: Level.PROVIDER_PROGRAMME,
}
#: The levels of few groups, in an order in which each can be added up.
UPPER = (Level.ICB, Level.REGION, Level.NATION, Level.PROFESSION)


class UnknownCodes(ValueError):
    """Codes in the answers that are no provider, site or programme of that day."""


@dataclass(frozen=True)
class Groups:
    """All groups. ``site_of`` and ``crossing_of`` give each row's two fine groups: a row is a
    respondent, or a cell of them.

    Tiers are sorted by their parent: regions; ICBs by region; providers by ICB; sites by provider;
    professions; programmes by profession; crossings by provider, then profession, then programme.
    ``misplaced`` counts rows whose site belongs to another provider: it is left out.
    """

    tiers: dict[Level, Tier]
    site_of: Index
    crossing_of: Index
    branch_of: NDArray[np.int16]
    branches: tuple[str, ...]
    provider_types: tuple[str, ...]
    misplaced: int

    @cached_property
    def start(self) -> dict[Level, int]:
        """Where each level begins among all groups."""
        starts, at = {}, 0
        for level in ORDER:
            starts[level] = at
            at += len(self.tiers[level])
        return starts

    @property
    def size(self) -> int:
        return sum(len(tier) for tier in self.tiers.values())

    def span(self, level: Level) -> slice:
        """The positions of a level among all groups."""
        return slice(self.start[level], self.start[level] + len(self.tiers[level]))

    def keys(self) -> list[GroupKey]:
        return [key for level in ORDER for key in self.tiers[level].keys]

    def listed(self) -> NDArray[np.bool_]:
        return np.concatenate([self.tiers[level].listed for level in ORDER])

    @cached_property
    def _programme_order(self) -> tuple[Index, Index]:
        programme = self.tiers[Level.PROVIDER_PROGRAMME].other_parent
        order = np.argsort(programme, kind="stable")
        return order, run_ends(programme[order])

    def roll_up(self, sites: NDArray[Any], crossings: NDArray[Any]) -> NDArray[Any]:
        """Counts of the two fine groupings (last axis) to counts of all groups, in ORDER."""
        found = np.empty((*sites.shape[:-1], self.size), dtype=sites.dtype)
        found[..., self.span(Level.SITE)] = sites
        found[..., self.span(Level.PROVIDER_PROGRAMME)] = crossings
        order, ends = self._programme_order
        add_up(crossings[..., order], ends, found[..., self.span(Level.PROGRAMME)])
        self.fill_in(found, (Level.PROVIDER, Level.PROVIDER_PROFESSION, *UPPER))
        return found

    def fill_in(self, counts: NDArray[Any], levels: Iterable[Level]) -> None:
        """Fill in the counts of these levels (last axis), each from those of the level below."""
        for level in levels:
            below = BELOW[level]
            add_up(
                counts[..., self.span(below)],
                self.tiers[below].runs,
                counts[..., self.span(level)],
            )

    def ring(self) -> tuple[Index, Index]:
        """Tail and head of every group, seen as a way along which respondents flow.

        The nation flows to its regions, on to ICBs, providers, their professions and programmes,
        and back by programme and profession to the nation. Each point of the way is a sum, so
        respondents can be moved between groups without changing any sum exactly along a ring.
        Sites are left out (-1): they are parts of one provider and of nothing else.
        """
        tail = np.full(self.size, -1, dtype=np.int64)
        head = np.arange(self.size)
        for level, above in (
            (Level.REGION, Level.NATION),
            (Level.ICB, Level.REGION),
            (Level.PROVIDER, Level.ICB),
            (Level.PROVIDER_PROFESSION, Level.PROVIDER),
            (Level.PROVIDER_PROGRAMME, Level.PROVIDER_PROFESSION),
        ):
            tail[self.span(level)] = self.start[above] + self.tiers[level].parent
        head[self.span(Level.PROVIDER_PROGRAMME)] = (
            self.start[Level.PROGRAMME] + self.tiers[Level.PROVIDER_PROGRAMME].other_parent
        )
        end = self.size  # where professions flow together to the nation
        for level, below in ((Level.PROGRAMME, Level.PROFESSION), (Level.PROFESSION, None)):
            rows = self.span(level)
            tail[rows] = np.arange(rows.start, rows.stop)
            head[rows] = self.start[below] + self.tiers[level].parent if below else end
        tail[self.start[Level.NATION]] = end
        return tail, head

    def relations(self) -> list[Relation]:
        """Which groups add up to which: every sum that a reader could form."""
        found: list[Relation] = []
        for parent, child, other in (
            (Level.NATION, Level.REGION, False),
            (Level.REGION, Level.ICB, False),
            (Level.ICB, Level.PROVIDER, False),
            (Level.PROVIDER, Level.SITE, False),
            (Level.NATION, Level.PROFESSION, False),
            (Level.PROFESSION, Level.PROGRAMME, False),
            (Level.PROVIDER, Level.PROVIDER_PROFESSION, False),
            (Level.PROVIDER_PROFESSION, Level.PROVIDER_PROGRAMME, False),
            (Level.PROFESSION, Level.PROVIDER_PROFESSION, True),
            (Level.PROGRAMME, Level.PROVIDER_PROGRAMME, True),
        ):
            tier = self.tiers[child]
            above = tier.other_parent if other else tier.parent
            order = np.argsort(above, kind="stable")
            bounds = np.flatnonzero(np.diff(above[order])) + 1
            for members in np.split(order, bounds):
                found.append(
                    Relation(
                        self.start[parent] + int(above[members[0]]),
                        self.start[child] + members,
                        implied=(parent, child) == (Level.PROFESSION, Level.PROVIDER_PROFESSION),
                    )
                )
        return found


def arrange(answers: Answers, places: Places) -> Groups:
    """The groups of these respondents, or of cells of them.

    Raises:
        UnknownCodes: naming up to five of them.
    """
    _check(answers, places)
    site, provider, codes, misplaced = _sites_and_providers(answers, places)
    providers = _Sorted.of(provider, codes, places.providers)
    programme, programmes = _programmes(answers, places)
    tiers: dict[Level, Tier] = {}
    provider = _geography(tiers, providers, places)
    site_of = _site_tier(tiers, provider, site, answers.sites.values)
    crossing_of = _programme_tiers(tiers, provider, programme, programmes)
    branches = tuple(sorted({"", *places.branches.values()}))
    branch_of_programme = np.array(
        [branches.index(places.branches.get(profession, "")) for profession, _ in programmes],
        dtype=np.int16,
    )
    return Groups(
        tiers=tiers,
        site_of=site_of,
        crossing_of=crossing_of,
        branch_of=branch_of_programme[programme],
        branches=branches,
        provider_types=tuple(places.providers[code][2] if code else "" for code in providers.codes),
        misplaced=misplaced,
    )


def _check(answers: Answers, places: Places) -> None:
    for name, codes, known in (
        ("provider", answers.providers, places.providers),
        ("site", answers.sites, places.sites),
        ("programme", answers.programmes, places.programmes),
        ("profession", answers.professions, places.branches),
    ):
        if unknown := sorted(set(codes.values) - set(known)):
            some = ", ".join(unknown[:5]) + (" and others" if len(unknown) > 5 else "")
            raise UnknownCodes(
                f"The answers name {name} codes that were not in use on {places.day:%-d %B %Y}: "
                f"{some}."
            )


def _sites_and_providers(
    answers: Answers, places: Places
) -> tuple[Index, Index, tuple[str, ...], int]:
    """Each respondent's site and provider (-1: not known), the codes of providers, and how many
    sites were set aside.

    A site says its provider where the row does not; a site of another provider is set aside.
    """
    owners = [places.sites[code] for code in answers.sites.values]
    codes = tuple(dict.fromkeys((*answers.providers.values, *owners)))
    position = {code: place for place, code in enumerate(codes)}
    site = answers.sites.index.astype(np.int64)
    provider = answers.providers.index.astype(np.int64)
    owner = np.array([*(position[code] for code in owners), -1], dtype=np.int64)[site]
    provider = np.where(provider < 0, owner, provider)
    strays = (site >= 0) & (owner != provider)
    return np.where(strays, -1, site), provider, codes, int(strays.sum())


@dataclass(frozen=True)
class _Sorted:
    """Codes that occur, in the order of their geography, and each respondent's place in them."""

    codes: list[str]
    index: Index

    @staticmethod
    def of(
        index: Index, values: tuple[str, ...], places: dict[str, tuple[str, str, str]] | Any
    ) -> _Sorted:
        # The unknown one is looked up at -1, the last.
        codes = [*values, ""]
        there = np.bincount(index + 1, minlength=len(codes)) > 0
        present = [codes[place - 1] for place in np.flatnonzero(there)]

        def place(code: str) -> tuple[bool, str, bool, str, str]:
            icb, region, _ = places.get(code, ("", "", ""))
            return region == "", region, icb == "", icb, code

        ordered = sorted(present, key=place)
        rank = {code: number for number, code in enumerate(ordered)}
        lookup = np.array([rank.get(code, -1) for code in codes])
        return _Sorted(ordered, lookup[index])


def _geography(tiers: dict[Level, Tier], providers: _Sorted, places: Places) -> Index:
    """Tiers from the nation to the providers. Returns each respondent's provider."""
    above = [places.providers.get(code, ("", "", "")) for code in providers.codes]
    icbs = list(dict.fromkeys((region, icb) for icb, region, _ in above))
    regions = list(dict.fromkeys(region for region, _ in icbs))
    place = {icb: number for number, icb in enumerate(icbs)}
    for level, codes, parent in (
        (Level.NATION, [ENGLAND], [0]),
        (Level.REGION, regions, [0] * len(regions)),
        (Level.ICB, [icb for _, icb in icbs], [regions.index(region) for region, _ in icbs]),
        (Level.PROVIDER, providers.codes, [place[region, icb] for icb, region, _ in above]),
    ):
        tiers[level] = _tier(level, Names.one_each(codes), parent)
    return providers.index


def _tier(
    level: Level,
    names: Names,
    parent: Any,
    other_names: Names | None = None,
    other_parent: Any = (),
) -> Tier:
    return Tier(
        level,
        names,
        np.asarray(parent, dtype=np.int64),
        other_names,
        np.asarray(other_parent, dtype=np.int64),
    )


def _site_tier(
    tiers: dict[Level, Tier], provider: Index, site: Index, codes: tuple[str, ...]
) -> Index:
    pairs, of = np.unique(provider * (len(codes) + 1) + site + 1, return_inverse=True)
    owner, which = np.divmod(pairs, len(codes) + 1)
    tiers[Level.SITE] = _tier(Level.SITE, Names(("", *codes), which), owner)
    return of


def _programmes(answers: Answers, places: Places) -> tuple[Index, list[tuple[str, str]]]:
    """Each respondent's programme among those that occur, as (profession, programme).

    The profession is the programme's; the row's own counts only where there is no programme.
    """
    programme = answers.programmes.index.astype(np.int64)
    profession = np.where(programme >= 0, -1, answers.professions.index.astype(np.int64))
    width = len(answers.professions.values) + 1
    pairs, of = np.unique((programme + 1) * width + profession + 1, return_inverse=True)
    names: list[tuple[str, str]] = []
    for pair in pairs:
        which, own = divmod(int(pair), width)
        if which:
            code = answers.programmes.values[which - 1]
            names.append((places.programmes[code], code))
        else:
            names.append((answers.professions.values[own - 1] if own else "", ""))
    ordered = sorted(names, key=lambda name: (name[0] == "", name[0], name[1] == "", name[1]))
    rank = {name: number for number, name in enumerate(ordered)}
    lookup = np.array([rank[name] for name in names], dtype=np.int64)
    return lookup[of] if len(names) else of, ordered


def _programme_tiers(
    tiers: dict[Level, Tier],
    provider: Index,
    programme: Index,
    names: list[tuple[str, str]],
) -> Index:
    professions = list(dict.fromkeys(profession for profession, _ in names))
    of_programme = np.array([professions.index(name[0]) for name in names], dtype=np.int64)
    codes = [code for _, code in names]
    tiers[Level.PROFESSION] = _tier(
        Level.PROFESSION, Names.one_each(professions), [0] * len(professions)
    )
    tiers[Level.PROGRAMME] = _tier(Level.PROGRAMME, Names.one_each(codes), of_programme)
    pairs, crossing_of = np.unique(provider * len(names) + programme, return_inverse=True)
    at, which = np.divmod(pairs, max(len(names), 1))
    places = tiers[Level.PROVIDER].names.codes
    wide, within = np.unique(at * len(professions) + of_programme[which], return_inverse=True)
    wide_at, wide_which = np.divmod(wide, max(len(professions), 1))
    tiers[Level.PROVIDER_PROFESSION] = _tier(
        Level.PROVIDER_PROFESSION,
        Names(places, wide_at),
        wide_at,
        Names(professions, wide_which),
        wide_which,
    )
    tiers[Level.PROVIDER_PROGRAMME] = _tier(
        Level.PROVIDER_PROGRAMME, Names(places, at), within, Names(codes, which), which
    )
    return crossing_of
