"""What comments are about, round by round: shares of themes and of codes, through one mask.

A share is of the comments that answer one question, at a place: comments of two questions are never
put together, because a theme in what is good means something else than in what could be better.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sightline.insight.themes import rules
from sightline.listen.codebook.coding import queries as coding
from sightline.listen.codebook.models import Code
from sightline.listen.comments import cells
from sightline.listen.comments import queries as comments
from sightline.listen.comments.queries import Counts
from sightline.listen.surveys.models import Round
from sightline.results import gate
from sightline.results.levels import NATION, Audience, GroupKey, Level
from sightline.stats import intervals

#: Levels of place that have shares; rounds that are read, the newest.
LEVELS = (Level.NATION, Level.REGION, Level.ICB, Level.PROVIDER)
MOST_ROUNDS = 7


class Kind(StrEnum):
    """What comments are counted by."""

    THEME = "themes"
    CODE = "codes"


_COUNTS: Mapping[Kind, Callable[[Round], dict[str, Counts]]] = {
    Kind.THEME: comments.theme_counts,
    Kind.CODE: coding.code_counts,
}


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``n`` comments; share and 95% limits in per cent (Wilson)."""

    count: int
    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Masked:
    """Comments of a round that answer one question, of the groups that are shown.

    ``all`` of each group; ``about`` of each group and subject.
    """

    label: str
    all: Mapping[GroupKey, int]
    about: Mapping[tuple[GroupKey, str], int]

    def share(self, key: GroupKey, subject: str) -> Share | None:
        """None where the group is not shown."""
        n = self.all.get(key)
        return None if n is None else _share(self.about.get((key, subject), 0), n)


def _share(count: int, n: int) -> Share:
    limits = intervals.wilson(count, n)
    return Share(count, n, 100 * count / n, 100 * float(limits.lower), 100 * float(limits.upper))


def rounds_of(survey: str) -> list[Round]:
    """The rounds of a survey that have results, oldest first. One query."""
    found = Round.objects.filter(survey__code=survey, dataset__isnull=False)
    newest = found.select_related("survey", "dataset").order_by("-collected_to", "-pk")
    return list(newest[:MOST_ROUNDS])[::-1]


def masked(round_: Round, kind: Kind) -> dict[str, Masked]:
    """By question: the one way out for counts of comments by theme. Three to seven queries."""
    if round_.dataset is None:
        return {}
    opened = gate.open_round(round_.dataset, Audience.PUBLIC)
    return {question: _masked(opened, counts) for question, counts in _COUNTS[kind](round_).items()}


def _masked(opened: gate.Round, counts: Counts) -> Masked:
    chains = {code: _chain(opened, code) for code in counts.all}
    parents: dict[GroupKey, GroupKey | None] = {NATION: None}
    own: dict[GroupKey, int] = {}
    for code, chain in chains.items():
        parents |= dict(zip(chain[1:], chain, strict=False))
        own[chain[-1]] = own.get(chain[-1], 0) + counts.all[code]
    all_ = rules.shown(parents, own, _listed(opened, parents), cells.LEAST)
    about: dict[tuple[GroupKey, str], int] = {}
    for (code, subject), count in counts.about.items():
        for key in chains[code]:
            if key in all_:
                about[key, subject] = about.get((key, subject), 0) + count
    return Masked(counts.label, all_, about)


def _chain(opened: gate.Round, code: str) -> tuple[GroupKey, ...]:
    """From the nation down to the place, as the round knew it; else the nation alone."""
    for level in (Level.PROVIDER, Level.REGION):
        key = GroupKey(level, code)
        if code and opened.has(key):
            return (*opened.parents(key), key)
    return (NATION,)


def _listed(opened: gate.Round, keys: Collection[GroupKey]) -> set[GroupKey]:
    """Groups whose comments may be read at all: the same rule as for reading them."""
    return {key for key in keys if (opened.respondents(key) or 0) >= cells.LEAST}


def labels(kind: Kind, survey: str) -> dict[str, str]:
    """What subjects are called. One query."""
    if kind is Kind.THEME:
        return comments.theme_labels(survey)
    return {str(pk): name for pk, name in Code.objects.values_list("pk", "name")}


@dataclass(frozen=True)
class Line:
    """A subject at a place: its share in each round, None where not shown or not asked."""

    subject: str
    label: str
    shares: tuple[Share | None, ...]
    low: float = float("nan")  # of the change since the round before, in points
    high: float = float("nan")

    @property
    def now(self) -> Share | None:
        return self.shares[-1] if self.shares else None

    @property
    def change(self) -> str:
        if np.isnan(self.low):
            return ""
        if self.low > 0:
            return "More"
        return "Fewer" if self.high < 0 else "No real change"


@dataclass(frozen=True)
class Trend:
    """What the answers to one question at a place are about, those with most comments first."""

    question: str
    asked: str
    questions: Mapping[str, str]
    rounds: tuple[Round, ...]
    n: tuple[int | None, ...]  # comments in each round
    lines: tuple[Line, ...]


def trend(key: GroupKey, survey: str, kind: Kind, question: str = "") -> Trend | None:
    """The newest round decides which questions there are; None without comments in it.

    A change is told by Newcombe's interval of the difference, at a confidence for all subjects of
    the place together (Bonferroni).
    """
    rounds = rounds_of(survey)
    read = [masked(one, kind) for one in rounds]
    if not read or not read[-1]:
        return None
    questions = {code: one.label for code, one in read[-1].items()}
    asked = question if question in questions else next(iter(questions))
    of_question = [one.get(asked) for one in read]
    names = labels(kind, survey)
    subjects = {
        subject
        for one in of_question
        if one is not None and key in one.all
        for place, subject in one.about
        if place == key
    }
    lines = [
        Line(
            subject,
            names.get(subject, "Other"),
            tuple(None if one is None else one.share(key, subject) for one in of_question),
        )
        for subject in subjects
    ]
    lines.sort(key=lambda one: (-(one.now.count if one.now else 0), one.label))
    return Trend(
        question=asked,
        asked=questions[asked],
        questions=questions,
        rounds=tuple(rounds),
        n=tuple(None if one is None else one.all.get(key) for one in of_question),
        lines=tuple(_with_changes(lines)),
    )


def _with_changes(lines: Sequence[Line]) -> list[Line]:
    both = [
        (one.shares[-1], one.shares[-2]) if len(one.shares) > 1 else (None, None) for one in lines
    ]
    counted = [(now, before) for now, before in both if now and before]
    limits = iter(_differences(counted, len(counted)))
    return [
        Line(one.subject, one.label, one.shares, *(next(limits) if now and before else ()))
        for one, (now, before) in zip(lines, both, strict=True)
    ]


def _differences(
    pairs: Sequence[tuple[Share, Share]], looked_at: int, confidence: float = 0.95
) -> list[tuple[float, float]]:
    """Limits of each difference (now less before), in points, for all looked at together."""
    if not pairs:
        return []
    now_count, now_n, before_count, before_n = np.array(
        [(now.count, now.n, before.count, before.n) for now, before in pairs]
    ).T
    each = 1 - (1 - confidence) / looked_at
    limits = intervals.newcombe(now_count, now_n, before_count, before_n, each)
    return [
        (float(low), float(high))
        for low, high in zip(100 * limits.lower, 100 * limits.upper, strict=True)
    ]


@dataclass(frozen=True)
class Rising:
    """A theme or code whose share of comments really rose at a place between two rounds.

    ``low`` and ``high`` limit the rise in points, at one confidence for all that was looked at
    together. ``theme`` is the theme's code, or the number of a code of the codebook.
    """

    key: GroupKey
    kind: Kind
    theme: str
    label: str
    survey: str
    question: str
    asked: str
    before_round: Round
    now_round: Round
    before: Share
    now: Share
    low: float
    high: float


@dataclass(frozen=True)
class Rose:
    """What rose among so many themes × places × questions that were looked at."""

    looked_at: int
    risen: tuple[Rising, ...]


def rising(survey: str, kinds: Collection[Kind] = tuple(Kind), confidence: float = 0.95) -> Rose:
    """What rose between the last two rounds of a survey, all over the country, surest first.

    For each place and question with ten comments or more in both rounds: Newcombe's interval of the
    difference (Newcombe RG (1998), Stat Med 17:873, method 10) lies above nought, at a confidence
    that is shared among all themes × places × questions looked at (Bonferroni). Every place that is
    looked at is one that the mask shows; whoever shows these asks whether the viewer may open
    the place. About fifteen queries.
    """
    rounds = rounds_of(survey)
    if len(rounds) < 2:
        return Rose(0, ())
    before_round, now_round = rounds[-2:]
    found: list[tuple[GroupKey, Kind, str, str, Masked, Share, Share]] = []
    for kind in kinds:
        before, now = masked(before_round, kind), masked(now_round, kind)
        for question in before.keys() & now.keys():
            was, is_ = before[question], now[question]
            subjects = {subject for _, subject in (*was.about, *is_.about)}
            for key in was.all.keys() & is_.all.keys():
                for subject in subjects:
                    pair = is_.share(key, subject), was.share(key, subject)
                    if pair[0] and pair[1] and pair[0].count + pair[1].count:
                        found.append((key, kind, subject, question, is_, pair[0], pair[1]))
    limits = _differences([(one[5], one[6]) for one in found], len(found), confidence)
    names = {kind: labels(kind, survey) for kind in kinds}
    risen = [
        Rising(
            key=key,
            kind=kind,
            theme=subject,
            label=names[kind].get(subject, "Other"),
            survey=survey,
            question=question,
            asked=of.label,
            before_round=before_round,
            now_round=now_round,
            before=was_share,
            now=share,
            low=low,
            high=high,
        )
        for (key, kind, subject, question, of, share, was_share), (low, high) in zip(
            found, limits, strict=True
        )
        if low > 0
    ]
    risen.sort(key=lambda one: (-one.low, one.key.level, one.key.code, one.theme))
    return Rose(len(found), tuple(risen))
