"""Made-up answers: correlated and unequal like real ones, with the stories planted in them."""

from __future__ import annotations

import io
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from sightline.demo import comments
from sightline.demo.country import TYPES, Provider
from sightline.listen.surveys.questionnaire import Mapping

# Which programmes learners of each kind of provider are on, with their relative numbers.
PROGRAMMES: dict[str, dict[str, float]] = {
    TYPES.ACUTE: {
        "FOUNDATION": 10, "IMT": 5, "CORE-SURGERY": 3, "CORE-ANAES": 2, "ACCS": 2,
        "EMERGENCY-MED": 3, "OBS-GYNAE": 3, "PAEDIATRICS": 3, "ANAESTHETICS": 2,
        "GENERAL-SURGERY": 2, "TRAUMA-ORTHO": 2, "RADIOLOGY": 1.5, "GP": 2, "MBBS": 6,
        "NURSING-ADULT": 18, "NURSING-CHILD": 4, "NURSE-APPRENTICE": 2, "NA-APPRENTICE": 3,
        "MIDWIFERY": 6, "DIAG-RADIOGRAPHY": 3, "PHYSIOTHERAPY": 4, "OCC-THERAPY": 2,
        "DIETETICS": 1, "ODP-PRACTICE": 2, "SPEECH-THERAPY": 1, "PHARM-FOUNDATION": 2,
        "PHARM-TECH": 1.5, "BIOMED-SCIENCE": 2, "STP": 1.5, "PTP": 1, "PA-STUDIES": 1.5,
        "ADVANCED-PRACTICE": 1.5, "DENTAL-CORE": 0.5,
    },
    TYPES.SPECIALIST: {
        "FOUNDATION": 4, "IMT": 3, "CARDIOLOGY": 3, "ANAESTHETICS": 3, "RADIOLOGY": 2,
        "CLIN-ONCOLOGY": 3, "NURSING-ADULT": 10, "PHYSIOTHERAPY": 2, "STP": 3,
        "THER-RADIOGRAPHY": 3, "PHARM-FOUNDATION": 1, "ADVANCED-PRACTICE": 1,
    },
    TYPES.MENTAL_HEALTH: {
        "FOUNDATION": 3, "CORE-PSYCH": 6, "GENERAL-PSYCH": 4, "CHILD-PSYCH": 2, "GP": 1,
        "NURSING-MH": 20, "NURSING-LD": 4, "NA-APPRENTICE": 2, "OCC-THERAPY": 4,
        "CLIN-PSYCHOLOGY": 4, "PWP": 4, "PHARM-FOUNDATION": 1, "ADVANCED-PRACTICE": 1,
    },
    TYPES.COMMUNITY: {
        "DISTRICT-NURSING": 5, "HEALTH-VISITING": 5, "NURSING-ADULT": 10, "PHYSIOTHERAPY": 4,
        "OCC-THERAPY": 4, "SPEECH-THERAPY": 3, "PODIATRY": 3, "DIETETICS": 1, "NURSING-LD": 2,
        "DENTAL-FOUNDATION": 1,
    },
    TYPES.AMBULANCE: {
        "PARAMEDIC-SCIENCE": 14, "PARA-APPRENTICE": 6, "ADVANCED-PRACTICE": 1,
        "HCSW-APPRENTICE": 1,
    },
    TYPES.PRACTICE: {
        "GP": 10, "MBBS": 4, "NURSING-ADULT": 3, "PHARM-FOUNDATION": 1, "PA-STUDIES": 1,
        "FOUNDATION": 2,
    },
}  # fmt: skip

_SHARE_OF_PRACTICES = 0.16
# Spread of the made-up experience between and within groups, in standard deviations.
_BETWEEN_PROVIDERS = 0.32
_BETWEEN_SITES = 0.14
_BETWEEN_PROGRAMMES = 0.12
_BETWEEN_PROVIDER_PROGRAMMES = 0.26
_BETWEEN_PEOPLE = 0.65
_BETWEEN_THEMES_OF_A_PERSON = 0.45
_YEAR_TO_YEAR = 0.85  # how much of a provider's difference lasts a year
# Where an agreement answer changes, from "strongly disagree" up; about 80% agree or better.
_CUTS = np.array([-2.15, -1.5, -0.95, 0.35])


# Shares of ethnic groups among learners, in the order of the mapping's answers; then those who
# prefer not to say, and those who say nothing. The shares are made up.
_ETHNIC_SHARES = np.array([0.17, 0.10, 0.04, 0.58, 0.03, 0.05, 0.03])
# How much worse or better it is for them everywhere, in standard deviations of a person's answer.
_ETHNIC_EFFECTS = np.array([0.0, -0.2, -0.08, 0.03, -0.05, -0.3, 0.0])
# Learners of the first group are more often on programmes where it is worse for everybody: their
# gap is one of programmes.
_CROWDED_WHERE_IT_IS_WORSE = 6.0


@dataclass(frozen=True)
class Taught:
    """A programme as the survey knows it."""

    branch: str
    profession: str
    level: str


@dataclass(frozen=True)
class Planted:
    """A story: experience of some themes moves at a provider, or on a programme there."""

    provider: str
    year_index: int  # 0, 1, 2: first to last round
    shift: float  # in standard deviations of a person's answer
    themes: tuple[str, ...] = ()  # empty: all
    programme: str = ""  # empty: all


@dataclass(frozen=True)
class Crowded:
    """A programme that has more learners at a provider than elsewhere."""

    provider: str
    programme: str
    times: float


@dataclass(frozen=True)
class Fixed:
    """A provider whose number of answers in a round is set, such as a small practice."""

    provider: str
    year_index: int
    responses: int


class People:
    """Who could answer: where they are and how it is there. The same for all rounds of a seed."""

    def __init__(
        self,
        providers: Sequence[Provider],
        programmes: MappingOf[str, Taught],
        random: np.random.Generator,
    ) -> None:
        self.providers = list(providers)
        self.taught = dict(programmes)
        known = sorted(programmes)
        self.programmes = known
        self.is_practice = np.array([not p.sites for p in providers])
        size = np.exp(random.normal(0, 0.45, len(providers)))
        acute = np.array([p.provider_type == TYPES.ACUTE for p in providers])
        self.weight = size * np.where(acute, 1.6, 1.0)
        self.effects = [random.normal(0, _BETWEEN_PROVIDERS, len(providers))]
        self.programme_effect = random.normal(0, _BETWEEN_PROGRAMMES, len(known))
        self.pair_effect = random.normal(
            0, _BETWEEN_PROVIDER_PROGRAMMES, (len(providers), len(known))
        )
        self.site_codes = [code for p in providers for code, _ in p.sites] + [""]
        self.site_effect = random.normal(0, _BETWEEN_SITES, len(self.site_codes))
        self.first_site = np.cumsum([0, *(len(p.sites) for p in providers)])[:-1]
        self.site_count = np.array([len(p.sites) for p in providers])

    def provider_effect(self, year_index: int, random: np.random.Generator) -> np.ndarray:
        while len(self.effects) <= year_index:
            rest = _BETWEEN_PROVIDERS * np.sqrt(1 - _YEAR_TO_YEAR**2)
            self.effects.append(
                _YEAR_TO_YEAR * self.effects[-1] + random.normal(0, rest, len(self.providers))
            )
        return self.effects[year_index]


def make_round(
    *,
    people: People,
    mapping: Mapping,
    responses: int,
    year_index: int,
    collected: tuple[date, date],
    planted: Sequence[Planted],
    fixed: Sequence[Fixed],
    crowded: Sequence[Crowded],
    random: np.random.Generator,
) -> bytes:
    """A CSV file of a round: one row a respondent, as a survey tool would export it."""
    provider = _places(people, responses, year_index, fixed, random)
    count = len(provider)
    programme = _programmes(people, provider, crowded, random)
    site = people.first_site[provider] + (
        random.random(count) * np.maximum(people.site_count[provider], 1)
    ).astype(int)
    site = np.where(people.site_count[provider] > 0, site, len(people.site_codes) - 1)
    level = (
        people.provider_effect(year_index, random)[provider]
        + people.programme_effect[programme]
        + people.pair_effect[provider, programme]
        + people.site_effect[site]
        + random.normal(0, _BETWEEN_PEOPLE, count)
    )
    ethnic = _ethnic_groups(people, programme, year_index)
    level += _ETHNIC_EFFECTS[ethnic]
    columns: dict[str, pa.Array] = {}
    role = mapping.columns
    columns[role["respondent"]] = pa.array(
        [f"R{year_index}{n:07d}" for n in random.permutation(count * 3)[:count]]
    )
    codes = [p.code for p in people.providers]
    columns[role["provider"]] = _coded(provider, codes)
    columns[role["site"]] = _coded(site, people.site_codes)
    columns[role["programme"]] = _coded(programme, people.programmes)
    taught = [people.taught[code] for code in people.programmes]
    columns[role["profession"]] = _coded(programme, [one.profession for one in taught])
    columns[role["level"]] = _coded(programme, [one.level for one in taught])
    if "completed" in role:
        days = (collected[1] - collected[0]).days + 1
        dates = [(collected[0] + timedelta(days=d)).isoformat() for d in range(days)]
        columns[role["completed"]] = _coded(random.integers(0, days, count), dates)
    for one in mapping.characteristics:
        texts = [*one.answers, *mapping.prefer_not_to_say[:1], ""]
        columns[one.column] = _coded(ethnic, texts)
    branch = np.array([one.branch for one in taught])[programme]
    themes = {theme.code: random.normal(0, _BETWEEN_THEMES_OF_A_PERSON, count)
              for theme in mapping.themes}  # fmt: skip
    for item in mapping.items:
        felt = level + themes.get(item.theme, 0.0) + random.normal(0, 0.55, count)
        felt += _item_difficulty(item.code)
        for story in planted:
            if story.year_index != year_index or (story.themes and item.theme not in story.themes):
                continue
            there = provider == codes.index(story.provider)
            if story.programme:
                there &= programme == people.programmes.index(story.programme)
            felt += np.where(there, story.shift, 0.0)
        columns[item.column] = _answers(mapping, item.scale, felt, item.branch, branch, random)
    _comments(columns, mapping, year_index, random.spawn(1)[0])
    sink = io.BytesIO()
    pacsv.write_csv(pa.table(columns), sink)
    return sink.getvalue()


def _ethnic_groups(people: People, programme: np.ndarray, year_index: int) -> np.ndarray:
    """Each respondent's group, as a position in the shares. By chance of its own, so that nothing
    else in a round depends on it."""
    random = np.random.default_rng([year_index, len(programme)])
    shares = np.tile(_ETHNIC_SHARES, (len(people.programmes), 1))
    shares[:, 0] *= np.exp(-_CROWDED_WHERE_IT_IS_WORSE * people.programme_effect)
    upto = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)
    chance = random.random(len(programme))
    return np.minimum((chance[:, None] > upto[programme]).sum(axis=1), len(_ETHNIC_SHARES) - 1)


#: One in so many writes something, in the last two rounds; at most so many of a question.
_WRITES, _MOST_COMMENTS = 25, 650


def _comments(
    columns: dict[str, pa.Array], mapping: Mapping, year_index: int, random: np.random.Generator
) -> None:
    """What some wrote in their own words; in the first round nobody was asked to."""
    rows = len(next(iter(columns.values())))
    for number, one in enumerate(mapping.comments):
        size = min(rows // _WRITES, _MOST_COMMENTS) if year_index else 0
        chosen = random.choice(rows, size=size, replace=False).tolist()
        texts = comments.column(random, rows, chosen, is_good=number == 0)
        columns[one.column] = pa.array(texts)


def _coded(index: np.ndarray, values: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(
        pa.array(index.astype(np.int32)), pa.array(list(values))
    ).cast(pa.string())


def _places(
    people: People,
    responses: int,
    year_index: int,
    fixed: Sequence[Fixed],
    random: np.random.Generator,
) -> np.ndarray:
    """The provider of every respondent, in no order."""
    weight = people.weight.copy()
    practices = people.is_practice
    weight[practices] *= _SHARE_OF_PRACTICES / weight[practices].sum()
    weight[~practices] *= (1 - _SHARE_OF_PRACTICES) / weight[~practices].sum()
    index_of = {p.code: i for i, p in enumerate(people.providers)}
    set_here = {index_of[f.provider]: f.responses for f in fixed if f.year_index == year_index}
    for index in {index_of[f.provider] for f in fixed}:
        weight[index] = 0
    drawn = random.choice(len(weight), size=responses, p=weight / weight.sum())
    extra = [np.full(number, index) for index, number in set_here.items()]
    return random.permutation(np.concatenate([drawn, *extra]).astype(int))


def _programmes(
    people: People,
    provider: np.ndarray,
    crowded: Sequence[Crowded],
    random: np.random.Generator,
) -> np.ndarray:
    types = np.array([p.provider_type for p in people.providers])[provider]
    codes = np.array([p.code for p in people.providers])[provider]
    found = np.zeros(len(provider), dtype=int)
    for provider_type, mix in PROGRAMMES.items():
        here = types == provider_type
        found[here] = _drawn(people, mix, int(here.sum()), random)
    for one in crowded:
        here = codes == one.provider
        mix = dict(PROGRAMMES[types[here][0]]) if here.any() else {}
        if one.programme in mix:
            mix[one.programme] *= one.times
            found[here] = _drawn(people, mix, int(here.sum()), random)
    return found


def _drawn(
    people: People, mix: MappingOf[str, float], count: int, random: np.random.Generator
) -> np.ndarray:
    known = [code for code in mix if code in people.taught]
    weights = np.array([mix[code] for code in known])
    drawn = random.choice(len(known), size=count, p=weights / weights.sum())
    return np.array([people.programmes.index(code) for code in known])[drawn]


def _item_difficulty(code: str) -> float:
    """Some things go well everywhere and others do not; fixed by the item's code."""
    return float(np.random.default_rng(sum(code.encode())).normal(0, 0.25))


def _answers(
    mapping: Mapping,
    scale_code: str,
    felt: np.ndarray,
    item_branch: str,
    branch: np.ndarray,
    random: np.random.Generator,
) -> pa.Array:
    """Texts of answers; empty where not asked or left out."""
    answers = sorted(mapping.scales[scale_code].answers, key=lambda answer: answer.score)
    texts = [answer.text for answer in answers]
    cuts = _CUTS if len(texts) == 5 else _even_cuts(len(texts))
    index = np.searchsorted(cuts, felt)
    not_applicable, silent = len(texts), len(texts) + 1
    texts.append(mapping.not_applicable[0] if mapping.not_applicable else "")
    texts.append(mapping.prefer_not_to_say[0] if mapping.prefer_not_to_say else "")
    texts.append("")
    chance = random.random(len(felt))
    index = np.where(chance < 0.03, not_applicable, index)
    index = np.where((chance >= 0.03) & (chance < 0.04), silent, index)
    index = np.where((chance >= 0.04) & (chance < 0.06), silent + 1, index)
    if item_branch:
        index = np.where(branch == item_branch, index, silent + 1)
    return _coded(index, texts)


def _even_cuts(count: int) -> np.ndarray:
    return np.linspace(-1.1, 0.6, count - 1) if count > 2 else np.array([-0.9])
