"""Random walks through everything that may be read, by somebody who adds it all up.

Used by tests and ``manage.py attack_results`` only. A reader of a random small round drills down,
filters, downloads, reads small places as one and the feed for programs, guesses addresses of
crossings, asks how a number was worked out, and reads the results that are published while the
round is open, in any order. Two
things must not come of it:

- a hidden count from 1 up to the minimum (as in `attacker`);
- one person's answer, to a reader who knows how everybody else in her withheld group answered.

For each secret there is another world, found once for a round, in which it is different. A walk
leaves the secret safe when all that it has read is true in that world as well. Where it is not,
the walk read something that the worlds were not told of, and the secret counts as worked out.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sightline.results import build, running
from sightline.results.attacker import Attack
from sightline.results.colleague import Colleague
from sightline.results.gate import Cell, Round
from sightline.results.levels import CROSSINGS, NATION, GroupKey, Level
from sightline.results.measures import MeasureInfo
from sightline.results.oracle import Row, SmallRound, build_round, groups_of, small_round

#: How many people's answers are attacked in each round and audience.
_PEOPLE = 3
_STEPS = 25
_DATES = 4


@dataclass
class Read:
    """What one walk has read."""

    respondents: dict[GroupKey, int | None] = field(default_factory=dict)
    cells: dict[tuple[GroupKey, str], Cell] = field(default_factory=dict)
    pools: dict[tuple[GroupKey, str, str], int] = field(default_factory=dict)
    asked: int = 0


class Walk:
    """One reader with one round before them."""

    def __init__(self, opened: Round, rng: np.random.Generator) -> None:
        self.opened, self.rng = opened, rng
        self.at = NATION
        self.read = Read()
        self.codes = [measure.code for measure in opened.measures]

    def go(self, steps: int = _STEPS) -> Read:
        asks = (
            self.drill_down,
            self.up,
            self.filter,
            self.download,
            self.guess,
            self.explain,
            self.feed,
            self.together,
        )
        for _ in range(steps):
            asks[self.rng.integers(len(asks))]()
            self.read.asked += 1
        return self.read

    def drill_down(self) -> None:
        inside = [
            key for level in Level for key in self.opened.children(self.at, level) if key.code
        ]
        if inside:
            self.at = inside[self.rng.integers(len(inside))]
        self._look([self.at], self.codes)

    def up(self) -> None:
        above = self.opened.parents(self.at)
        self.at = above[self.rng.integers(len(above))] if above else NATION
        self._look([self.at], self.codes)

    def filter(self) -> None:
        """One measure over the groups of one level inside where they are."""
        level = list(Level)[self.rng.integers(len(Level))]
        code = self.codes[self.rng.integers(len(self.codes))]
        self._look(self.opened.children(self.at, level), [code])

    def download(self) -> None:
        level = list(Level)[self.rng.integers(len(Level))]
        keys = self.opened.children(NATION, level)
        self._look(keys, self.codes)
        overview = self.opened.overview(keys, self.codes)
        for row, key in enumerate(keys):
            for column, code in enumerate(self.codes):
                if bool(overview.shown[row, column]) != self.read.cells[key, code].shown:
                    raise AssertionError("An overview and a cell differ in what they show.")

    def feed(self) -> None:
        """A page of the feed for programs: a stretch of every group there is, crossings too."""
        keys = self.opened.groups()
        start = int(self.rng.integers(len(keys)))
        self._look(keys[start : start + int(self.rng.integers(1, 40))], self.codes)

    def guess(self) -> None:
        """A crossing by its address, listed or not."""
        providers = self.opened.children(NATION, Level.PROVIDER)
        level = CROSSINGS[self.rng.integers(len(CROSSINGS))]
        others = self.opened.children(
            NATION, Level.PROGRAMME if level == Level.PROVIDER_PROGRAMME else Level.PROFESSION
        )
        if providers and others:
            provider = providers[self.rng.integers(len(providers))]
            other = others[self.rng.integers(len(others))]
            self._look([GroupKey(level, provider.code, other.code)], self.codes)

    def explain(self) -> None:
        code = self.codes[self.rng.integers(len(self.codes))]
        if not self.opened.cell(self.at, code).shown:
            nobody = GroupKey(self.at.level, "NOBODY", self.at.other_code)
            if self.opened.explain(self.at, code) != self.opened.explain(nobody, code):
                raise AssertionError("A withheld cell is explained otherwise than an empty one.")

    def together(self) -> None:
        """What stands for a place without figures of its own."""
        places = [*self.opened.children(NATION, Level.PROVIDER)]
        places += self.opened.children(NATION, Level.SITE)
        if not places:
            return
        key = places[self.rng.integers(len(places))]
        for code, pool in zip(self.codes, self.opened.together(key, self.codes), strict=True):
            if pool is not None:
                self.read.pools[pool.whole, pool.network, code] = pool.n

    def _look(self, keys: list[GroupKey], codes: list[str]) -> None:
        for key, row in zip(keys, self.opened.cells(keys, codes), strict=True):
            self.read.respondents[key] = self.opened.respondents(key)
            for code, cell in zip(codes, row, strict=True):
                self.read.cells[key, code] = cell


@dataclass
class Outcome:
    """How many sequences, questions asked, hidden counts, people's answers and counts of what was
    published while a round was open, and figures of networks that were shown; and which counts and
    answers were worked out, in words."""

    sequences: int = 0
    asked: int = 0
    counts: int = 0
    people: int = 0
    live: int = 0
    networks: int = 0
    found: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        for name in ("sequences", "asked", "counts", "people", "live", "networks"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.found += other.found
        self.answers += other.answers


def attack(seed: int, sequences: int, *, networks: bool = False) -> Outcome:
    """Walk through the random round of that seed so many times, half of them as the public; with
    practices in networks of one board."""
    rng = np.random.default_rng([seed, 20_261_127])
    made = small_round(
        seed,
        int(rng.integers(*((18, 40) if networks else (20, 90)))),
        networks=2 if networks else 0,
        providers=int(rng.integers(9, 14)) if networks else int(rng.integers(2, 5)),
        programmes=int(rng.integers(2, 4)),
        items=int(rng.integers(1, 3)),
        missing=float(rng.choice([0.0, 0.05, 0.15])),
    )
    thresholds = build.Thresholds(5, 10)
    with tempfile.TemporaryDirectory() as folder:
        opened = build_round(Path(folder) / "round", made, thresholds)
    outcome = Outcome(sequences=sequences)
    outcome.networks += sum(
        len(opened[0].networks(board, measure.code))
        for board in opened[0].children(NATION, Level.ICB)
        for measure in opened[0].measures
    )
    readers = [Secrets(made, read, rng, outcome) for read in opened]
    for number in range(sequences):
        secrets = readers[number % 2]
        read = Walk(secrets.opened, rng).go()
        outcome.asked += read.asked
        outcome.found += secrets.given_away(read)
    attack_live(made, rng, outcome)
    outcome.found = [f"Seed {seed}, {each}" for each in outcome.found]
    outcome.answers = [f"Seed {seed}, {each}" for each in outcome.answers]
    return outcome


class Secrets:
    """What one audience may not work out of one round, each with a world where it is different."""

    def __init__(
        self, made: SmallRound, opened: Round, rng: np.random.Generator, outcome: Outcome
    ) -> None:
        self.opened, self.who = opened, str(opened.audience)
        codes = [measure.code for measure in opened.measures]
        items = [item.code for item in made.questionnaire.items]
        self.attacks = []
        for measures in (items, *([code] for code in codes if code not in items)):
            one = Attack(made, opened, measures)
            outcome.counts += len(one.targets(opened.threshold))
            outcome.found += [f"{self.who}: {found}" for found in one.found(opened.threshold)]
            self.attacks.append(one)
        self.people = []
        possible = list(victims(made, opened))
        for row, item in (possible[at] for at in rng.permutation(len(possible))[:_PEOPLE]):
            colleague = Colleague(made, opened, row, item)
            outcome.people += 1
            if colleague.other is None:
                outcome.answers.append(f"{self.who}: {colleague}")
            else:
                self.people.append(colleague)

    def given_away(self, read: Read) -> Iterator[str]:
        """Secrets whose other world does not fit what was read."""
        for one in self.attacks:
            if not one.fits(read.respondents, read.cells, read.pools):
                yield f"{self.who}: a count"
        for colleague in self.people:
            if not colleague.fits(read.cells, read.pools):
                yield f"{self.who}: {colleague}"


def victims(made: SmallRound, opened: Round) -> Iterator[tuple[Row, int]]:
    """All who answered an item in a group where it is withheld, with the item's place."""
    for row in made.rows:
        for place, item in enumerate(made.questionnaire.items):
            if row.answers[place] and any(
                not opened.cell(key, item.code).shown
                for level, code in groups_of(row, made.places).items()
                if (key := key_of(level, code)) is not None
            ):
                yield row, place


def key_of(level: Level, code: str | tuple[str, str]) -> GroupKey | None:
    """The group of a level and its code or codes; None where it has no name."""
    parts = (code,) if isinstance(code, str) else code
    return GroupKey(level, *parts) if all(parts) else None


# While the round is open


def attack_live(made: SmallRound, rng: np.random.Generator, outcome: Outcome) -> None:
    """Publish the round as it fills, and attack what each publication adds to the one before."""
    rows = [made.rows[at] for at in rng.permutation(len(made.rows))]
    items = made.questionnaire.items
    codes = sorted({_placed(row, made) for row in rows})
    place = {code: at for at, code in enumerate(codes)}
    new = np.zeros((len(codes), len(items), made.questionnaire.answers), dtype=np.int64)
    waiting: list[list[Row]] = [[] for _ in items]
    published = np.zeros(len(items), dtype=np.int64)
    for part in np.array_split(np.arange(len(rows)), _DATES):
        for row in (rows[at] for at in part):
            for number, answer in enumerate(row.answers):
                if answer:
                    new[place[_placed(row, made)], number, answer - 1] += 1
                    waiting[number].append(row)
        tranche = running.tranche(running.Cells(codes, new), published, made.places)
        if tranche is None:
            continue
        for number in np.flatnonzero(tranche.items).tolist():
            group = SmallRound(waiting[number], made.places, made.questionnaire)
            gain = _Gain({key: counts[number] for key, counts in tranche.added.items()}, made)
            one = Attack(group, gain, [items[number].code])
            outcome.live += len(one.targets(running.LEAST_NEW))
            outcome.found += [f"live: {found}" for found in one.found(running.LEAST_NEW)]
            published[number] += new[:, number].sum()
            new[:, number], waiting[number] = 0, []


def _placed(row: Row, made: SmallRound) -> tuple[str, str, str]:
    found = groups_of(row, made.places)
    return str(found[Level.PROVIDER]), str(found[Level.PROGRAMME]), str(found[Level.PROFESSION])


class _Gain:
    """What one publication adds, as something to read."""

    def __init__(self, added: dict[GroupKey, NDArray[np.int64]], made: SmallRound) -> None:
        self._added, self._made = added, made

    def respondents(self, key: GroupKey) -> int | None:
        return None

    def measure(self, code: str) -> MeasureInfo | None:
        return next(item for item in self._made.questionnaire.items if item.code == code)

    def cell(self, key: GroupKey, measure: str) -> Cell:
        counts = self._added.get(key)
        if counts is None or not counts.any():
            return Cell(key, measure, shown=False)
        return Cell(key, measure, shown=True, n=int(counts.sum()), answers=tuple(counts.tolist()))
