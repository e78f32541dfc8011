"""A slow, obvious second implementation, to hold the fast one against. Used by tests only.

Every respondent is a row; every group is a list of rows; every number is worked out from its
definition with Python's own arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from sightline.results import build, flags, mart
from sightline.results.gate import Round
from sightline.results.levels import ENGLAND, Audience, GroupKey, Level
from sightline.results.measures import Answer, MeasureInfo, Questionnaire
from sightline.results.places import Places

FACTS = {
    "survey": "learner-survey",
    "survey_name": "Learner survey",
    "year": 2026,
    "label": "Summer 2026",
    "version": 1,
    "collected_from": "2026-05-01",
    "collected_to": "2026-07-31",
    "built_on": "2026-11-24",
    "source_name": "learners.csv",
    "source_sha256": "",
    "is_made_up": True,
    "is_flagged": True,
}


@dataclass(frozen=True)
class Row:
    """One respondent. ``answers`` are 0 (none) or 1 to the length of each item's scale."""

    provider: str
    site: str
    programme: str
    profession: str
    answers: tuple[int, ...]


@dataclass(frozen=True)
class SmallRound:
    rows: list[Row]
    places: Places
    questionnaire: Questionnaire


def build_round(
    folder: Path,
    given: SmallRound,
    thresholds: build.Thresholds,
    rules: flags.Rules | None = None,
    earlier: Path | None = None,
) -> tuple[Round, Round]:
    """The fast implementation's answer: the round as it is read inside and in public.

    ``earlier``: the folder of the version before this one.
    """
    codes = [item.code for item in given.questionnaire.items]
    with mart.AnswerWriter(folder, codes) as writer:
        writer.write(
            mart.AnswerBatch(
                [row.provider for row in given.rows],
                [row.site for row in given.rows],
                [row.programme for row in given.rows],
                [row.profession for row in given.rows],
                np.array([row.answers for row in given.rows], dtype=np.int8).reshape(
                    len(given.rows), len(codes)
                ),
            )
        )
    build.build(
        folder,
        given.questionnaire,
        given.places,
        {},
        thresholds,
        rules or flags.Rules(),
        FACTS,
        earlier,
    )
    return Round(folder, Audience.INSIDE), Round(folder, Audience.PUBLIC)


def small_round(
    seed: int,
    respondents: int,
    *,
    providers: int = 5,
    programmes: int = 4,
    items: int = 3,
    missing: float = 0.1,
    unknown: float = 0.05,
    networks: int = 0,
    sensitive: bool = False,
) -> SmallRound:
    """A random little country, with few answers in most places.

    With ``networks`` it has one board, and its practices are in so many networks or in none.
    ``sensitive``: all its questions are, and have two answers.
    """
    rng = np.random.default_rng(seed)
    regions = [f"Y{number}" for number in range(rng.integers(1, 4))]
    boards = 1 if networks else int(rng.integers(1, 5))
    icbs = {f"Q{number}": str(rng.choice(regions)) for number in range(boards)}
    provider_places: dict[str, tuple[str, str, str]] = {}
    sites: dict[str, str] = {}
    for number in range(providers):
        code = f"P{number}"
        icb = str(rng.choice([*icbs, ""], p=[0.95 / len(icbs)] * len(icbs) + [0.05]))
        region = icbs.get(icb) or str(rng.choice([*regions, ""]))
        provider_places[code] = (icb, region, str(rng.choice(["acute", "practice"])))
        for place in range(rng.integers(0, 4)):
            sites[f"{code}-{place}"] = code
    branches = {"F0": "doctors", "F1": "nursing", "F2": ""}
    programme_professions = {
        f"G{number}": str(rng.choice(list(branches))) for number in range(programmes)
    }
    places = Places(
        date(2026, 7, 31),
        provider_places,
        sites,
        programme_professions,
        branches,
        {"acute": "Acute trusts", "practice": "GP practices"},
        frozenset(provider_places) | frozenset(sites),
        {
            code: f"N{number}"
            for code in provider_places
            if networks and (number := int(rng.integers(networks + 1))) < networks
        },
    )
    questionnaire = _small_questionnaire(rng, items, sensitive)
    weights = rng.dirichlet(np.full(providers, 3.0 if networks else 0.6))
    rows = []
    for _ in range(respondents):
        provider = str(rng.choice(list(provider_places), p=weights))
        own = [code for code, of in sites.items() if of == provider]
        site = str(rng.choice([*own, ""]))
        programme = str(rng.choice(list(programme_professions)))
        profession = str(rng.choice([*branches, ""]))
        if rng.random() < unknown:
            provider = ""
        if rng.random() < unknown:
            programme = ""
        if sites and rng.random() < unknown:
            site = str(rng.choice(list(sites)))
        answers = tuple(
            0 if rng.random() < missing else int(rng.integers(1, len(item.scale) + 1))
            for item in questionnaire.items
        )
        rows.append(Row(provider, site, programme, profession, answers))
    return SmallRound(rows, places, questionnaire)


def _small_questionnaire(rng: np.random.Generator, items: int, sensitive: bool) -> Questionnaire:
    made = []
    for number in range(items):
        length = 2 if sensitive else int(rng.integers(2, 6))
        scale = tuple(
            Answer(f"answer {place}", round(100 * place / (length - 1), 2), 2 * place >= length)
            for place in range(length)
        )
        code = f"LS0{number}"
        made.append(
            MeasureInfo(
                code=code,
                label=f"Item {number}",
                kind="item",
                wording="",
                theme=str(rng.choice(["supervision", "workload", ""])),
                branch=str(rng.choice(["", "", "nursing"])),
                scale=scale,
                standards=(),
                is_sensitive=sensitive,
            )
        )
    used = sorted({item.theme for item in made} - {""})
    themes = tuple(MeasureInfo(code, code, "theme", "", "", "", (), ()) for code in used)
    return Questionnaire(tuple(made), themes)


# The numbers


def groups_of(row: Row, places: Places) -> dict[Level, str | tuple[str, str]]:
    """The code of the row's group at each level; "" where it is not known."""
    provider = row.provider or places.sites.get(row.site, "")
    site = row.site if row.site and places.sites[row.site] == provider else ""
    icb, region, _ = places.providers.get(provider, ("", "", ""))
    profession = places.programmes.get(row.programme, row.profession)
    return {
        Level.NATION: ENGLAND,
        Level.REGION: region,
        Level.ICB: icb,
        Level.PROVIDER: provider,
        Level.SITE: site,
        Level.PROFESSION: profession,
        Level.PROGRAMME: row.programme,
        Level.PROVIDER_PROFESSION: (provider, profession),
        Level.PROVIDER_PROGRAMME: (provider, row.programme),
    }


def members(given: SmallRound) -> dict[GroupKey, list[Row]]:
    """The rows of every group that has a name."""
    found: dict[GroupKey, list[Row]] = {}
    for row in given.rows:
        for level, code in groups_of(row, given.places).items():
            parts = (code,) if isinstance(code, str) else code
            if all(parts):
                found.setdefault(GroupKey(level, *parts), []).append(row)
    return found


def scores(rows: Sequence[Row], measure: MeasureInfo, given: SmallRound) -> list[float]:
    """The score of each respondent who has one, in hundredths rounded to whole numbers."""
    items = given.questionnaire.items
    found = []
    for row in rows:
        if not measure.is_theme:
            place = [item.code for item in items].index(measure.code)
            if row.answers[place]:
                found.append(_hundredths(items[place].scale[row.answers[place] - 1].score))
            continue
        branch = given.places.branches.get(
            given.places.programmes.get(row.programme, row.profession), ""
        )
        of_theme = [
            (item, answer)
            for item, answer in zip(items, row.answers, strict=True)
            if item.theme == measure.code
        ]
        asked = sum(item.branch in ("", branch) for item, _ in of_theme)
        given_scores = [
            _hundredths(item.scale[answer - 1].score) for item, answer in of_theme if answer
        ]
        if given_scores and len(given_scores) >= asked / 2:
            found.append(math.floor(sum(given_scores) / len(given_scores) + 0.5))
    return [score / 100 for score in found]


def _hundredths(score: float) -> int:
    return round(score * 100)


def answer_counts(rows: Sequence[Row], place: int, length: int) -> tuple[int, ...]:
    return tuple(
        sum(row.answers[place] == answer for row in rows) for answer in range(1, length + 1)
    )


def mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def sd(values: Sequence[float]) -> float:
    centre = mean(values)
    return math.sqrt(math.fsum((value - centre) ** 2 for value in values) / (len(values) - 1))


def quantile(values: Sequence[float], share: float) -> float:
    """Type 7: linear between the two neighbours."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def limits(values: Sequence[float]) -> tuple[float, float]:
    if len(values) < 2:
        return math.nan, math.nan
    half = 1.96 * sd(values) / math.sqrt(len(values))
    return mean(values) - half, mean(values) + half


def colour(own: Sequence[float], union: Sequence[float], q1: float, q3: float) -> str:
    """The six colours from raw scores."""
    if len(own) < 3 or not union:
        return "grey"
    low, high = limits(own)
    union_low, union_high = limits(union)
    bottom, top = mean(own) <= q1, mean(own) >= q3
    if bottom == top:
        return "white"
    if bottom:
        return "red" if high < union_low else "pink"
    return "green" if low > union_high else "light green"
