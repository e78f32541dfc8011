"""Where a group lies among those it is compared with, in one measure or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sightline.insight.change import half_width
from sightline.insight.peers import Peers, Place, offered
from sightline.insight.queries.inside import with_any
from sightline.organisations.models import Organisation, Profession
from sightline.results.digits import rounded
from sightline.results.gate import Cell, MeasureInfo, Round
from sightline.results.levels import NATION, GroupKey, Level
from sightline.stats import ranks
from sightline.stats.ranks import RankInterval

#: What providers of a type are called when there are several.
KINDS = {
    value: str(label)[:1].lower() + str(label)[1:] + "s"
    for value, label in Organisation.ProviderType.choices
} | {Organisation.ProviderType.PRACTICE: "GP practices"}
_OF_PROVIDERS = (Level.PROVIDER_PROGRAMME, Level.PROVIDER_PROFESSION)
_TAUGHT = {
    Level.PROVIDER_PROGRAMME: Level.PROGRAMME,
    Level.PROVIDER_PROFESSION: Level.PROFESSION,
}
_95 = 1.959964


@dataclass(frozen=True)
class Standing:
    """One measure of a group beside its peers' scores; peers that are not shown are left out.

    ``mean`` is of all their answers, ``difference`` the score less that before both were rounded.
    """

    info: MeasureInfo
    cell: Cell
    scores: NDArray[np.float64]
    mean: float
    difference: float
    rank: RankInterval

    @cached_property
    def quartiles(self) -> tuple[float, float, float]:
        """First, median and third of the places' scores, to one decimal as all files have them."""
        q1, median, q3 = np.quantile(self.scores, [0.25, 0.5, 0.75])
        return rounded(q1, 1), rounded(median, 1), rounded(q3, 1)

    @cached_property
    def tails(self) -> tuple[float, float]:
        """Between these lie eight in ten of the places."""
        low, high = np.quantile(self.scores, [0.1, 0.9])
        return float(low), float(high)


def peers_of(round_: Round, key: GroupKey, what: str) -> list[Peers]:
    """The groups that ``key`` may be compared with; empty where it has nothing to show.

    Two queries.
    """
    keys, measures = _alongside(round_, key), [one.code for one in round_.measures]
    shown = [keys[at] for at in with_any(round_.overview(keys, measures))]
    if key not in shown:
        return []
    places = _places(round_, shown)
    own = next(one for one in places if one.key == key)
    return offered(own, places, what)


def standings(
    round_: Round, key: GroupKey, peers: Sequence[GroupKey], infos: Sequence[MeasureInfo]
) -> list[Standing]:
    """Where a group lies in each measure, as far as that is shown here."""
    codes = [info.code for info in infos]
    table = round_.cells(peers, codes)
    at = list(peers).index(key)
    found = []
    for column, info in enumerate(infos):
        own = table[at][column]
        shown = [row[column] for row in table if row[column].shown]
        beside = round_.against(key, peers, info.code)
        if beside is None or len(shown) < 2:
            continue
        scores = np.array([cell.score for cell in shown], dtype=np.float64)
        error = np.array([half_width(cell) / _95 for cell in shown])
        rank = ranks.rank_interval(scores, error, shown.index(own))
        found.append(Standing(info, own, scores, *beside, rank))
    return found


def _alongside(round_: Round, key: GroupKey) -> list[GroupKey]:
    """All groups of the same level; of a crossing, the same programme or profession elsewhere."""
    if key.level in _OF_PROVIDERS:
        return round_.children(GroupKey(_TAUGHT[key.level], key.other_code), key.level)
    if key == NATION:
        return []
    return round_.children(NATION, key.level)


def _places(round_: Round, keys: Sequence[GroupKey]) -> list[Place]:
    """What the rules need to know of each group."""
    level = keys[0].level
    provider_of = {key: _provider(round_, key) for key in keys}
    codes = {code for code in provider_of.values() if code}
    types = (
        dict(
            Organisation.objects.filter(kind__in=Organisation.PROVIDER_KINDS).values_list(
                "code", "provider_type"
            )
        )
        if codes
        else {}
    )
    regions = {key: _region(round_, key) for key in keys}
    names = dict(
        Organisation.objects.filter(kind=Organisation.Kind.REGION).values_list("code", "name")
    )
    mostly = _mostly(round_, keys) if level is Level.PROVIDER else {}
    professions = dict(Profession.objects.values_list("code", "name")) if mostly else {}
    places = []
    for key in keys:
        type_ = types.get(provider_of[key], "")
        kind = KINDS.get(type_, "")
        if level is Level.SITE and kind:
            kind = f"sites of {kind}"
        places.append(
            Place(
                key,
                round_.respondents(key) or 0,
                type_,
                kind,
                regions[key],
                names.get(regions[key], ""),
                mostly.get(key, ""),
                professions.get(mostly.get(key, ""), ""),
            )
        )
    return places


def _provider(round_: Round, key: GroupKey) -> str:
    if key.level is Level.PROVIDER or key.level in _OF_PROVIDERS:
        return key.code
    if key.level is Level.SITE:
        return next((one.code for one in round_.parents(key) if one.level is Level.PROVIDER), "")
    return ""


def _region(round_: Round, key: GroupKey) -> str:
    if key.level is Level.REGION:
        return ""
    return next((one.code for one in round_.parents(key) if one.level is Level.REGION), "")


def _mostly(round_: Round, keys: Sequence[GroupKey]) -> dict[GroupKey, str]:
    """The profession that gave more than half of a provider's answers, where that is shown."""
    found = {}
    for key in keys:
        whole = round_.respondents(key) or 0
        for child in round_.children(key, Level.PROVIDER_PROFESSION):
            if 2 * (round_.respondents(child) or 0) > whole:
                found[key] = child.other_code
    return found
