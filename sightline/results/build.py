"""From answers to everything that the gate reads, in one folder.

Written beside the answers:

- the answers as they are counted: see codes.py;
- ``groups.json``: the groups that may be shown, in the order of the arrays below, and the places;
- ``respondents.npy`` (groups,), ``counts.npy`` (groups, items, answers), ``themes.npy`` (groups,
  themes, 3: how many, sum and sum of squares of scores in hundredths);
- for each audience ``shown-…`` and ``colours-…`` (groups, measures), ``listed-…`` (groups,) and
  ``benchmarks-…`` (benchmarks, measures, 6: see flags.COLUMNS); ``comparison.npy`` (groups,) says
  which benchmark each group has;
- what the next version may take over: see unchanged.py;
- ``crossed…``: by what people said of themselves (see characteristics/prepared.py);
- ``pooled-…``: places without figures of their own as one (see pooled.py);
- ``manifest.json``: what was asked, the rules, the dates, and the hash of each file.

What is withheld inside the service is in none of them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.results import (
    codes,
    flags,
    groups,
    mart,
    masks,
    partition,
    pooled,
    totals,
    unchanged,
    withheld,
)
from sightline.results.characteristics import prepared
from sightline.results.engines import connecting
from sightline.results.engines.counting import EngineCounter
from sightline.results.groups import Groups
from sightline.results.levels import Audience, Level
from sightline.results.measures import HUNDREDTHS, Questionnaire
from sightline.results.places import Places
from sightline.results.spots import Spots
from sightline.results.tree import GROUPS
from sightline.stats import outliers
from sightline.stats.outliers import QuartilesOf

Integers = NDArray[np.int64]

RESPONDENTS = "respondents.npy"
COUNTS = "counts.npy"
THEMES = "themes.npy"
COMPARISON = "comparison.npy"


@dataclass(frozen=True)
class Thresholds:
    """The smallest group shown inside the service and in public."""

    inside: int
    public: int


@dataclass(frozen=True)
class Counted:
    """All numbers of a round before anything is withheld. It never leaves this module."""

    tallies: masks.Tallies
    kept: Integers  # groups that are listed and large enough, and those asked for, in order
    counts: NDArray[np.int32]  # (kept, items, answers)
    themes: Integers  # (kept, themes, 3)
    theme_scores: list[NDArray[np.int32]]  # of respondents, cell by cell
    sizes: Integers  # respondents of each cell


def build(
    folder: Path,
    questionnaire: Questionnaire,
    places: Places,
    programme_names: dict[str, str],
    thresholds: Thresholds,
    rules: flags.Rules,
    facts: dict[str, Any],
    earlier: Path | None = None,
) -> int:
    """Build all files of a folder that holds answers. Returns how many answered.

    ``facts`` go into the manifest as they are; of them ``is_flagged`` says whether groups have
    colours. ``earlier`` is the folder of the version in use, if there is one: what it has and the
    new one would have too is taken from it, and changes nothing in what is built.

    Raises:
        mart.NotPrepared: there are no answers.
        groups.UnknownCodes: the answers name places that were not there.
    """
    answers = codes.write(folder)
    arranged = groups.arrange(answers.one_a_cell, places)
    members = partition.Members.of(arranged, places.networks)
    counted = tally(
        arranged,
        answers,
        questionnaire,
        thresholds.inside,
        _engine(folder, arranged, answers, questionnaire),
        members.at,
    )
    smallest = (thresholds.inside, thresholds.public)
    prints = unchanged.Fingerprints.of(answers, questionnaire, places, smallest)
    made = unchanged.make(arranged, counted.tallies, prints, smallest, earlier)
    inside, public = made.inside, made.public
    names = {**programme_names, **dict.fromkeys(("",), "No programme")}
    comparison = flags.compare(arranged, dict(places.provider_types), names)
    stored = np.flatnonzero(inside.groups[counted.kept])
    shown = counted.kept[stored]
    counts = np.where(
        inside.measures[shown, : len(questionnaire.items), None], counted.counts[stored], 0
    )
    themes = np.where(
        inside.measures[shown, len(questionnaire.items) :, None], counted.themes[stored], 0
    )
    mart.save(folder, RESPONDENTS, counted.tallies.respondents[shown].astype(np.int32))
    mart.save(folder, COUNTS, counts)
    mart.save(folder, THEMES, themes)
    mart.save(folder, COMPARISON, comparison.of_group[shown].astype(np.int32))
    sums = np.concatenate([flags.sums_of_answers(counts, questionnaire.scores()), themes], axis=1)
    for audience, mask in ((Audience.INSIDE, inside), (Audience.PUBLIC, public)):
        quartiles = _respondents_quartiles(
            arranged, comparison, questionnaire, counted, mask, rules, counts, shown
        )
        found = flags.flag(comparison.of(shown), sums, mask.measures[shown], quartiles, rules)
        mart.save(folder, f"listed-{audience}.npy", mask.groups[shown])
        mart.save(folder, f"shown-{audience}.npy", mask.measures[shown])
        colours = found.colours if facts["is_flagged"] else np.full_like(found.colours, flags.GREY)
        mart.save(folder, f"colours-{audience}.npy", colours)
        mart.save(folder, f"benchmarks-{audience}.npy", found.benchmarks)
    least = max(thresholds.inside, pooled.FEWEST + 2)
    pools, chosen = partition.work_out(
        arranged,
        counted.tallies,
        inside,
        partition.Figures(shown, sums, counts),
        members,
        _figures_of(members.at, counted, questionnaire),
        questionnaire.positives(),
        (thresholds.inside, least),
        unchanged.networks(prints, earlier, len(members.pairs)),
    )
    pooled.write(folder, pools)
    unchanged.save(folder, prints, made, chosen)
    _write_groups(folder, arranged, shown, places)
    prepared.write(folder, questionnaire, places.branches)
    mart.write_manifest(
        folder,
        {
            **facts,
            "day": places.day.isoformat(),
            "respondents": answers.respondents if inside.groups[0] else None,
            "thresholds": asdict(thresholds),
            "rules": asdict(rules),
            "measures": questionnaire.to_json(),
            "benchmarks": comparison.names,
            "withheld": {
                str(audience): withheld.cost(arranged, counted.tallies, mask)
                for audience, mask in ((Audience.INSIDE, inside), (Audience.PUBLIC, public))
            },
        },
    )
    if earlier is not None:
        unchanged.link_same(folder, earlier)
    return answers.respondents


def _figures_of(
    groups_: Integers, counted: Counted, questionnaire: Questionnaire
) -> partition.Figures:
    """Figures of some of the groups that were kept, nothing withheld."""
    rows = np.searchsorted(counted.kept, groups_)
    counts = counted.counts[rows].astype(np.int64)
    sums = flags.sums_of_answers(counts, questionnaire.scores())
    return partition.Figures(groups_, np.concatenate([sums, counted.themes[rows]], axis=1), counts)


def _engine(
    folder: Path, arranged: Groups, stored: codes.Stored, questionnaire: Questionnaire
) -> EngineCounter | None:
    """The engine that the settings choose for counting; None: the service counts by itself."""
    name = connecting.chosen()
    return EngineCounter(name, folder, arranged, stored, questionnaire) if name else None


def tally(
    arranged: Groups,
    stored: codes.Stored,
    questionnaire: Questionnaire,
    threshold: int,
    engine: EngineCounter | None = None,
    also: Integers | None = None,
) -> Counted:
    """Count everything, once. ``threshold`` is the smallest group whose counts are kept, with
    groups that are kept ``also``, however small."""
    respondents = totals.respondents(arranged, stored.sizes)
    large = arranged.listed() & (respondents >= threshold)
    if also is not None:
        large[also] = True
    kept = np.flatnonzero(large)
    items, answer_count = len(questionnaire.items), questionnaire.answers
    # Measure by measure in memory, as they are filled.
    n = np.zeros((len(questionnaire.measures), arranged.size), dtype=np.int64).T
    alike = np.zeros(n.T.shape, dtype=bool).T
    positive = np.zeros((items, arranged.size), dtype=np.int64).T
    given = np.zeros((items, arranged.size), dtype=np.uint32).T
    spots = Spots.of_groups(arranged)
    spot_of = stored.spread(spots.of)
    on_spot = np.zeros((items, len(spots)), dtype=np.uint32).T
    counts = np.zeros((len(kept), items, answer_count), dtype=np.int32)
    positives = questionnaire.positives()

    def note(place: int, count: totals.Counts) -> None:
        n[:, place] = count.sum(axis=0)
        alike[:, place] = count.max(axis=0) == n[:, place]
        positive[:, place] = count[positives[place]].sum(axis=0)
        for answer, of_answer in enumerate(count):
            given[:, place] |= (of_answer > 0) * np.uint32(1 << answer)
        counts[:, place] = count[:, kept].T

    (engine or totals.Counter(arranged, stored, questionnaire)).each(note)
    for place, item in enumerate(questionnaire.items):
        on_spot[:, place] = spots.given(spot_of, stored.items[item.code], answer_count)
    themes = np.zeros((len(kept), len(questionnaire.themes), 3), dtype=np.int64)
    scores = list(
        totals.theme_scores(
            stored, questionnaire, stored.spread(arranged.branch_of), arranged.branches
        )
    )
    for place, score in enumerate(scores):
        theme = (
            engine.theme(questionnaire.themes[place])
            if engine
            else totals.count_theme(arranged, score, stored.bounds)
        )
        n[:, items + place] = theme[:, totals.N]
        # Everybody has the same score exactly when n × the sum of squares is the square of the sum.
        mean, rest = np.divmod(theme[:, totals.SUM], theme[:, totals.N].clip(1))
        alike[:, items + place] = (rest == 0) & (
            theme[:, totals.SQUARES] == theme[:, totals.N] * mean**2
        )
        themes[:, place] = theme[kept]
    tallies = masks.Tallies(
        respondents, n, alike, positive, given, questionnaire.parts(), spots, on_spot
    )
    return Counted(tallies, kept, counts, themes, scores, stored.sizes)


def _respondents_quartiles(
    arranged: Groups,
    comparison: flags.Comparison,
    questionnaire: Questionnaire,
    counted: Counted,
    mask: masks.Mask,
    rules: flags.Rules,
    counts: NDArray[np.int32],
    shown: Integers,
) -> NDArray[np.float64]:
    """Quartiles of respondents' scores, (benchmarks, measures, 2), where the rules ask for them."""
    items = len(questionnaire.items)
    found = np.full((len(comparison.names), len(questionnaire.measures), 2), np.nan)
    if rules.items == QuartilesOf.RESPONDENTS:
        flagging = flags.Flagging(comparison.of(shown), rules)
        for place, scores in enumerate(questionnaire.scores()):
            length = len(questionnaire.items[place].scale)
            of_answers = flagging.sums(counts[:, place].T, mask.measures[shown, place]).T
            quartiles = outliers.quartiles_of_answers(
                of_answers[:, :length], scores[:length] / HUNDREDTHS
            )
            found[:, place] = np.stack(quartiles, axis=-1)
    if rules.themes == QuartilesOf.RESPONDENTS:
        listed = arranged.listed()
        for place, score in enumerate(counted.theme_scores):
            found[:, items + place] = _theme_quartiles(
                arranged,
                comparison,
                score,
                counted.sizes,
                mask.measures[:, items + place] & listed,
            )
    return found


def _theme_quartiles(
    arranged: Groups,
    comparison: flags.Comparison,
    score: NDArray[np.int32],
    sizes: Integers,
    shown: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Quartiles of the scores of each benchmark's respondents, (benchmarks, 2)."""
    has = score >= 0
    values, rank = np.unique(score[has], return_inverse=True)
    if not len(values):
        return np.full((len(comparison.names), 2), np.nan)
    table = np.zeros((len(comparison.names), len(values)), dtype=np.int64)
    table[comparison.union == arranged.start[Level.NATION]] = np.bincount(rank)
    site = np.repeat(arranged.site_of, sizes)[has]
    crossing = np.repeat(arranged.crossing_of, sizes)[has]
    for level, place, is_pooled in (
        (Level.PROVIDER, arranged.tiers[Level.SITE].parent[site], True),
        (Level.SITE, site, True),
        (Level.PROVIDER_PROGRAMME, crossing, False),
        (
            Level.PROVIDER_PROFESSION,
            arranged.tiers[Level.PROVIDER_PROGRAMME].parent[crossing],
            False,
        ),
    ):
        group = arranged.start[level] + place
        counted = shown[group] if is_pooled else np.ones(len(group), dtype=bool)
        cell = comparison.of_group[group[counted]] * len(values) + rank[counted]
        table += np.bincount(cell, minlength=table.size).reshape(table.shape)
    return np.stack(outliers.quartiles_of_answers(table, values / HUNDREDTHS), axis=-1)


def _write_groups(folder: Path, arranged: Groups, shown: Integers, places: Places) -> None:
    keys = arranged.keys()
    open_codes = places.open_codes | {keys[place].code for place in shown}
    stored = {
        "groups": [[keys[at].level, keys[at].code, keys[at].other_code] for at in shown],
        "providers": {
            code: [icb, region]
            for code, (icb, region, _) in places.providers.items()
            if code in open_codes
        },
        "sites": {code: own for code, own in places.sites.items() if code in open_codes},
        "networks": {code: own for code, own in places.networks.items() if code in open_codes},
        "programmes": dict(places.programmes),
        "professions": sorted(places.branches),
    }
    text = json.dumps(stored, ensure_ascii=False)
    (folder / GROUPS).write_text(text, encoding="utf-8")
