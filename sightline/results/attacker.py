"""Somebody who reads everything that the gate shows and tries to work out what it hides.

Used by tests only. The unknowns are how many respondents of each site and programme took part, and
how many of them answered each measure. Everything shown is an equation over whole numbers that are
not below 0; nobody answers a measure who did not take part. The attacker is given more than a
reader has: every provider, site, programme and profession is known, and so is which of them go
together. A hidden number is found out when all whole solutions agree on it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from sightline.results import build, pooled
from sightline.results.gate import Cell, MeasureInfo, Round
from sightline.results.levels import Audience, GroupKey, Level
from sightline.results.oracle import (
    Row,
    SmallRound,
    build_round,
    groups_of,
    members,
    scores,
    small_round,
)

#: What is asked of each atom: how many took part, then how many answered each measure.
TOOK_PART = ""
#: More than there can be of anything in a small round.
_MANY = 400


@dataclass(frozen=True)
class Found:
    """A hidden number that was worked out."""

    group: GroupKey
    measure: str
    n: int


class Gate(Protocol):
    """What is read of a round."""

    def respondents(self, key: GroupKey) -> int | None: ...

    def cell(self, key: GroupKey, measure: str) -> Cell: ...

    def measure(self, code: str) -> MeasureInfo | None: ...


class Attack:
    """All equations of one round, for some of its measures together."""

    def __init__(self, made: SmallRound, read: Gate, measures: list[str]) -> None:
        self.made, self.read = made, read
        self.measures = [TOOK_PART, *measures]
        self.atoms = atoms_of(made)
        of_atom = [
            {GroupKey(level, *((code,) if isinstance(code, str) else code)) for level, code in at}
            for at in (groups_of(atom, made.places).items() for atom in self.atoms)
        ]
        self.keys = sorted({key for keys in of_atom for key in keys if _is_named(key)}, key=str)
        self.of_group = {
            key: np.array([key in keys for keys in of_atom], dtype=float) for key in self.keys
        }
        self._prepare()

    def _prepare(self) -> None:
        lines: list[NDArray[np.float64]] = []
        shown: list[int] = []
        self.hidden: list[tuple[GroupKey, str, int]] = []
        rows = members(self.made)
        for place, code in enumerate(self.measures):
            for key in self.keys:
                n = self._shown(key, code)
                if n is None:
                    self.hidden.append((key, code, self._truth(rows.get(key, []), code)))
                else:
                    lines.append(self._line(key, place))
                    shown.append(n)
        size = len(self.atoms)
        pools = self._pooled(size * len(self.measures))
        blocks = list(pools)
        if lines:
            table = sparse.csr_array(np.array(lines))
            wide = sparse.csr_array((table.shape[0], self.extra))
            blocks.append(LinearConstraint(sparse.hstack([table, wide]), shown, shown))
        for place in range(1, len(self.measures)):
            took_part_less_answered = sparse.hstack(
                [
                    *(
                        sparse.eye_array(size) * {0: 1, place: -1}.get(at, 0)
                        for at in range(len(self.measures))
                    ),
                    sparse.csr_array((size, self.extra)),
                ],
                format="csr",
            )
            blocks.append(LinearConstraint(took_part_less_answered, 0, np.inf))
        self.constraints = blocks

    def _pooled(self, size: int) -> list[LinearConstraint]:
        """What the figures of places together say, and that enough places or too few are in them.

        Further unknowns follow the atoms': 1 for a place in which somebody answered, else 0.
        """
        self.extra = 0
        read = self.read
        if not isinstance(read, Round):
            return []
        lines: list[tuple[dict[int, float], NDArray[np.float64], float, float]] = []
        for place, code in enumerate(self.measures[1:], start=1):
            for whole, network, hidden, pool in self._sets(read, code):
                few = pool is None
                if pool is not None:
                    lines.append(({}, self._together(whole, network, code), pool.n, pool.n))
                ones = range(self.extra, self.extra + len(hidden))
                self.extra += len(hidden)
                none = np.zeros(size)
                for key, one in zip(hidden, ones, strict=True):
                    line = self._line(key, place)
                    lines.append(({one: -1.0}, line, 0, np.inf))
                    if few:
                        lines.append(({one: -_MANY}, line, -np.inf, 0))
                wide = dict.fromkeys(ones, 1.0)
                most = pooled.FEWEST - 1 if few else np.inf
                lines.append((wide, none, 0 if few else pooled.FEWEST, most))
        if not lines:
            return []
        table = np.zeros((len(lines), size + self.extra))
        for row, (wide, line, _, _) in enumerate(lines):
            table[row, :size] = line
            for one, value in wide.items():
                table[row, size + one] = value
        return [
            LinearConstraint(
                sparse.csr_array(table), [each[2] for each in lines], [each[3] for each in lines]
            )
        ]

    def _sets(
        self, read: Round, code: str
    ) -> Iterator[tuple[GroupKey, str, list[GroupKey], pooled.Pooled | None]]:
        """Places shown as one, or known to be too few for it (None): whole, network, places."""
        for level, above in pooled.INSIDE.items():
            for whole in (key for key in self.keys if key.level is above):
                members = self._inside(whole, level)
                hidden = [key for key in members if not read.cell(key, code).shown]
                shown = read.networks(whole, code)
                for network in shown:
                    own = [key for key in hidden if self._network(key) == network]
                    yield whole, network, own, read.pool(whole, code, network)
                pool = read.pool(whole, code)
                if pool is not None or (not shown and _is_left_out(read, whole, members, code)):
                    others = [key for key in hidden if self._network(key) not in shown]
                    yield whole, "", others, pool

    def _inside(self, whole: GroupKey, level: Level) -> list[GroupKey]:
        return [
            key
            for key in self.keys
            if key.level is level and (self.of_group[key] <= self.of_group[whole]).all()
        ]

    def _network(self, key: GroupKey) -> str:
        return self.made.places.networks.get(key.code, "") if key.level is Level.PROVIDER else ""

    def _left(self, whole: GroupKey, code: str) -> NDArray[np.float64]:
        """What a whole has that neither a place nor a network shows, as a line."""
        place = self.measures.index(code)
        inside = next(low for low, high in pooled.INSIDE.items() if high is whole.level)
        networks = self.read.networks(whole, code) if isinstance(self.read, Round) else []
        found = self._line(whole, place)
        for key in self._inside(whole, inside):
            if self.read.cell(key, code).shown or self._network(key) in networks:
                found = found - self._line(key, place)
        return found

    def _together(self, whole: GroupKey, network: str, code: str) -> NDArray[np.float64]:
        """The places of a whole, or of a network in it, that have no figure, as a line."""
        if not network:
            return self._left(whole, code)
        place = self.measures.index(code)
        found = np.zeros(len(self.measures) * len(self.atoms))
        for key in self._inside(whole, Level.PROVIDER):
            if self._network(key) == network and not self.read.cell(key, code).shown:
                found = found + self._line(key, place)
        return found

    def _shown(self, key: GroupKey, code: str) -> int | None:
        return self.read.respondents(key) if code == TOOK_PART else self.read.cell(key, code).n

    def _truth(self, rows: list[Row], code: str) -> int:
        if code == TOOK_PART:
            return len(rows)
        measure = self.read.measure(code)
        return len(scores(rows, measure, self.made)) if measure else 0

    def _line(self, key: GroupKey, place: int) -> NDArray[np.float64]:
        line = np.zeros((len(self.measures), len(self.atoms)))
        line[place] = self.of_group[key]
        return line.ravel()

    def targets(self, below: int) -> list[tuple[GroupKey, str, int]]:
        """Group, measure and true number of what must not be worked out."""
        return [target for target in self.hidden if 0 < target[2] < below]

    def found(self, below: int) -> list[Found]:
        """The hidden numbers from 1 to ``below`` - 1 that can be worked out exactly.

        Raises:
            AssertionError: the true numbers do not fit what is shown: the attack proves nothing.
        """
        targets = self.targets(below)
        sure: list[Found] = []
        self.worlds: list[NDArray[np.float64]] = []
        while targets:
            key, code, n = targets.pop()
            line = self._line(key, self.measures.index(code))
            other = self._other_solution(line, n)
            if other is None:
                sure.append(Found(key, code, n))
                continue
            self.worlds.append(np.round(other))
            # The same solution speaks for every other number that differs in it.
            targets = [
                (k, c, m)
                for k, c, m in targets
                if round(float(self._line(k, self.measures.index(c)) @ other)) == m
            ]
        return sure

    def fits(
        self,
        respondents: Mapping[GroupKey, int | None],
        cells: Mapping[tuple[GroupKey, str], Cell],
        pools: Mapping[tuple[GroupKey, str, str], int],
    ) -> bool:
        """Are these numbers true in all the other worlds that `found` came upon?"""
        for (whole, network, code), many in pools.items():
            if code in self.measures and whole in self.of_group:
                line = self._together(whole, network, code)
                if any(round(float(line @ world)) != many for world in self.worlds):
                    return False
        read = [(key, TOOK_PART, n) for key, n in respondents.items()]
        read += [(key, code, cell.n) for (key, code), cell in cells.items()]
        for key, code, n in read:
            if n is None or code not in self.measures or key not in self.of_group:
                continue
            line = self._line(key, self.measures.index(code))
            if any(round(float(line @ world)) != n for world in self.worlds):
                return False
        return True

    def _other_solution(self, line: NDArray[np.float64], n: int) -> NDArray[np.float64] | None:
        for sign in (-1, 1):
            most = np.concatenate([np.full(len(line), _MANY), np.ones(self.extra)])
            solved = milp(
                np.concatenate([sign * line, np.zeros(self.extra)]),
                integrality=np.ones(len(most), dtype=np.int64),
                bounds=Bounds(0, most),
                constraints=self.constraints,
            )
            if solved.status != 0:
                raise AssertionError(f"What is shown has no solution: {solved.message}")
            found = np.asarray(solved.x[: len(line)], dtype=np.float64)
            if round(float(line @ found)) != n:
                return found
        return None


def _is_left_out(read: Round, whole: GroupKey, members: list[GroupKey], code: str) -> bool:
    """Are so few places in it that it is not shown? A reader who subtracts can tell."""
    cell = read.cell(whole, code)
    if not cell.shown or cell.answers is None:
        return False
    rest = np.array(cell.answers)
    for key in members:
        own = read.cell(key, code)
        if own.answers is not None:
            rest = rest - np.array(own.answers)
    least = max(read.threshold, pooled.FEWEST + 2)
    return read.audience is Audience.INSIDE and rest.sum() >= least and (rest > 0).sum() > 1


class OfOneKind:
    """A round as it is read of how many gave a positive, or another, answer to its items."""

    def __init__(self, opened: Round, made: SmallRound, *, positive: bool) -> None:
        self._opened = opened
        self._kinds = made.questionnaire.positives() == positive
        self._place = {item.code: at for at, item in enumerate(made.questionnaire.items)}

    def respondents(self, key: GroupKey) -> int | None:
        return self._opened.respondents(key)

    def measure(self, code: str) -> MeasureInfo | None:
        return self._opened.measure(code)

    def cell(self, key: GroupKey, measure: str) -> Cell:
        cell = self._opened.cell(key, measure)
        if cell.answers is None:
            return cell
        kinds = self._kinds[self._place[measure], : len(cell.answers)]
        return replace(cell, n=int(np.array(cell.answers)[kinds].sum()), answers=None)


def few_worked_out(made: SmallRound, opened: Round) -> tuple[int, list[Found]]:
    """Of sensitive questions, inside: how many numbers of people below the minimum gave one of the
    two answers in some group, and those of them that follow from what is shown, which none may."""
    attacked, found = 0, []
    for positive in (True, False):
        kinds = made.questionnaire.positives() == positive
        rows = [
            replace(
                row,
                answers=tuple(
                    one if one and kinds[place, one - 1] else 0
                    for place, one in enumerate(row.answers)
                ),
            )
            for row in made.rows
        ]
        of_kind = replace(made, rows=rows)
        for item in made.questionnaire.items:
            if item.is_sensitive:
                attack = Attack(of_kind, OfOneKind(opened, made, positive=positive), [item.code])
                # How many took part is no secret of this kind.
                attack.hidden = [each for each in attack.hidden if each[1] == item.code]
                attacked += len(attack.targets(opened.threshold))
                found += attack.found(opened.threshold)
    return attacked, found


@dataclass(frozen=True)
class Outcome:
    """How many small hidden numbers were attacked, and which of them were worked out, by whom."""

    attacked: int
    found: list[tuple[str, Found]]


def attack_round(seed: int, *, networks: bool = False) -> Outcome:
    """Attack the random round of that seed, inside and in public; with practices in networks."""
    rng = np.random.default_rng(seed)
    made = small_round(
        seed,
        int(rng.integers(*((18, 40) if networks else (10, 90)))),
        networks=2 if networks else 0,
        providers=int(rng.integers(9, 14)) if networks else int(rng.integers(2, 6)),
        programmes=int(rng.integers(2, 5)),
        items=int(rng.integers(1, 4)),
        missing=float(rng.choice([0.0, 0.05, 0.15, 0.4])),
    )
    thresholds = build.Thresholds(int(rng.choice([3, 5])), int(rng.choice([6, 10])))
    with tempfile.TemporaryDirectory() as folder:
        opened = build_round(Path(folder) / "round", made, thresholds)
    items = [item.code for item in made.questionnaire.items]
    themes = [theme.code for theme in made.questionnaire.themes]
    attacked, found = 0, []
    for read in opened:
        # All items at once: whoever took part is the same for each.
        for measures in (items, *([theme] for theme in themes)):
            attack = Attack(made, read, measures)
            attacked += len(attack.targets(read.threshold))
            found += [(str(read.audience), each) for each in attack.found(read.threshold)]
    return Outcome(attacked, found)


def _is_named(key: GroupKey) -> bool:
    return bool(key.code) and (bool(key.other_code) or "provider-" not in key.level)


def atoms_of(made: SmallRound) -> list[Row]:
    """Every place with every programme: all that a respondent could be."""
    places = made.places
    at = [(provider, "") for provider in (*places.providers, "")]
    at += [(provider, site) for site, provider in places.sites.items()]
    what = [(programme, "") for programme in places.programmes]
    what += [("", profession) for profession in (*places.branches, "")]
    return [
        Row(provider, site, programme, profession, ())
        for provider, site in at
        for programme, profession in what
    ]
