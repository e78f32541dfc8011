"""Which groups a round knows, where each belongs, and where its numbers lie in the arrays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sightline.results import mart
from sightline.results.levels import CROSSINGS, ENGLAND, NATION, GroupKey, Level

GROUPS = "groups.json"


@dataclass(frozen=True)
class Tree:
    """``keys[row]`` is the group of a row of the arrays: only groups that may be shown have one.

    Places are known whether or not anybody there answered, so that a place with two answers looks
    like one with none. ``providers`` gives ICB and region, "" where not known.
    """

    keys: list[GroupKey]
    providers: Mapping[str, tuple[str, str]]
    sites: Mapping[str, str]
    programmes: Mapping[str, str]
    professions: frozenset[str]
    networks: Mapping[str, str] = field(default_factory=dict)  # practice → its network

    @staticmethod
    def read(folder: Path) -> Tree:
        """The tree as `build` left it.

        Raises:
            mart.NotPrepared: it is not there.
        """
        try:
            stored = json.loads((folder / GROUPS).read_text(encoding="utf-8"))
        except FileNotFoundError as missing:
            raise mart.NotPrepared("The results of this survey round are not there.") from missing
        return Tree(
            keys=[GroupKey(Level(level), code, other) for level, code, other in stored["groups"]],
            providers={code: (icb, region) for code, (icb, region) in stored["providers"].items()},
            sites=stored["sites"],
            programmes=stored["programmes"],
            professions=frozenset(stored["professions"]),
            networks=stored.get("networks", {}),
        )

    @cached_property
    def row(self) -> dict[GroupKey, int]:
        return {key: row for row, key in enumerate(self.keys)}

    @cached_property
    def icbs(self) -> dict[str, str]:
        """ICB → region."""
        return {icb: region for icb, region in self.providers.values() if icb}

    @cached_property
    def regions(self) -> frozenset[str]:
        return frozenset(region for _, region in self.providers.values() if region)

    @cached_property
    def _providers_of(self) -> dict[GroupKey, list[str]]:
        found: dict[GroupKey, list[str]] = {}
        for code in sorted(self.providers):
            icb, region = self.providers[code]
            for key in (GroupKey(Level.ICB, icb), GroupKey(Level.REGION, region), NATION):
                if key.code:
                    found.setdefault(key, []).append(code)
        return found

    @cached_property
    def _sites_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code in sorted(self.sites):
            found.setdefault(self.sites[code], []).append(code)
        return found

    @cached_property
    def _crossings_of(self) -> dict[tuple[Level, str], list[GroupKey]]:
        """Crossings that have a row, under their provider's code and under the other code."""
        found: dict[tuple[Level, str], list[GroupKey]] = {}
        for key in self.keys:
            if key.level in CROSSINGS:
                found.setdefault((key.level, key.code), []).append(key)
                found.setdefault((key.level, "/" + key.other_code), []).append(key)
        return found

    def knows(self, key: GroupKey) -> bool:
        known: dict[Level, Mapping[str, object] | frozenset[str]] = {
            Level.NATION: frozenset({ENGLAND}),
            Level.REGION: self.regions,
            Level.ICB: self.icbs,
            Level.PROVIDER: self.providers,
            Level.SITE: self.sites,
            Level.PROGRAMME: self.programmes,
            Level.PROFESSION: self.professions,
            Level.PROVIDER_PROGRAMME: self.programmes,
            Level.PROVIDER_PROFESSION: self.professions,
        }
        if key.level in CROSSINGS:
            return key.code in self.providers and key.other_code in known[key.level]
        return not key.other_code and key.code in known[key.level]

    def above(self, key: GroupKey) -> tuple[GroupKey, ...]:
        """From the nation down to just above ``key``; nothing for the nation or a stranger."""
        if key == NATION or not self.knows(key):
            return ()
        found: list[GroupKey] = [NATION]
        if key.level == Level.PROGRAMME:
            found.append(GroupKey(Level.PROFESSION, self.programmes[key.code]))
        provider = self.sites.get(key.code, "") if key.level == Level.SITE else key.code
        if key.level == Level.ICB:
            found.append(GroupKey(Level.REGION, self.icbs[key.code]))
        if provider in self.providers:
            icb, region = self.providers[provider]
            found += [GroupKey(Level.REGION, region), GroupKey(Level.ICB, icb)]
            if key.level != Level.PROVIDER:
                found.append(GroupKey(Level.PROVIDER, provider))
        return tuple(each for each in found if each.code)

    def inside(self, key: GroupKey, level: Level) -> list[GroupKey]:
        """The groups of a level inside ``key``: see gate.Round.children."""
        if not self.knows(key):
            return []
        if level in CROSSINGS:
            return self._crossings_inside(key, level)
        match (key.level, level):
            case (Level.NATION, Level.REGION):
                codes = sorted(self.regions)
            case (Level.NATION | Level.REGION, Level.ICB):
                codes = sorted(
                    icb for icb, region in self.icbs.items() if key.code in (ENGLAND, region)
                )
            case (Level.NATION | Level.REGION | Level.ICB, Level.PROVIDER):
                codes = self._providers_of.get(key, [])
            case (Level.PROVIDER, Level.SITE):
                codes = self._sites_of.get(key.code, [])
            case (Level.NATION | Level.REGION | Level.ICB, Level.SITE):
                codes = sorted(
                    site
                    for provider in self._providers_of.get(key, [])
                    for site in self._sites_of.get(provider, [])
                )
            case (Level.NATION, Level.PROFESSION):
                codes = sorted(self.professions)
            case (Level.NATION, Level.PROGRAMME):
                codes = sorted(self.programmes)
            case (Level.PROFESSION, Level.PROGRAMME):
                codes = sorted(c for c, own in self.programmes.items() if own == key.code)
            case _:
                codes = []
        return [GroupKey(level, code) for code in codes]

    def _crossings_inside(self, key: GroupKey, level: Level) -> list[GroupKey]:
        match (key.level, level):
            case (Level.PROVIDER, _):
                found = self._crossings_of.get((level, key.code), [])
            case (Level.PROGRAMME, Level.PROVIDER_PROGRAMME) | (
                Level.PROFESSION,
                Level.PROVIDER_PROFESSION,
            ):
                found = self._crossings_of.get((level, "/" + key.code), [])
            case (Level.PROVIDER_PROFESSION, Level.PROVIDER_PROGRAMME):
                found = [
                    each
                    for each in self._crossings_of.get((level, key.code), [])
                    if self.programmes.get(each.other_code) == key.other_code
                ]
            case _:
                found = []
        return sorted(found, key=lambda each: (each.code, each.other_code))
