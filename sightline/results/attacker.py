"""Somebody who reads everything that the gate shows and tries to work out what it hides.

Used by tests only. The unknowns are how many respondents of each site and programme took part, and
how many of them answered each measure. Everything shown is an equation over whole numbers that are
not below 0; nobody answers a measure who did not take part. The attacker is given more than a
reader has: every provider, site, programme and profession is known, and so is which of them go
together. A hidden number is found out when all whole solutions agree on it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from sightline.results import build
from sightline.results.gate import Cell, MeasureInfo
from sightline.results.levels import GroupKey
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
        blocks = (
            [LinearConstraint(sparse.csr_array(np.array(lines)), shown, shown)] if lines else []
        )
        for place in range(1, len(self.measures)):
            took_part_less_answered = sparse.hstack(
                [
                    sparse.eye_array(size) * {0: 1, place: -1}.get(at, 0)
                    for at in range(len(self.measures))
                ],
                format="csr",
            )
            blocks.append(LinearConstraint(took_part_less_answered, 0, np.inf))
        self.constraints = blocks

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
    ) -> bool:
        """Are these numbers true in all the other worlds that `found` came upon?"""
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
            solved = milp(
                sign * line,
                integrality=np.ones(len(line), dtype=np.int64),
                bounds=Bounds(0, len(self.made.rows) * 2 + 20),
                constraints=self.constraints,
            )
            if solved.status != 0:
                raise AssertionError(f"What is shown has no solution: {solved.message}")
            if round(float(line @ solved.x)) != n:
                return np.asarray(solved.x, dtype=np.float64)
        return None


@dataclass(frozen=True)
class Outcome:
    """How many small hidden numbers were attacked, and which of them were worked out, by whom."""

    attacked: int
    found: list[tuple[str, Found]]


def attack_round(seed: int) -> Outcome:
    """Attack the random round of that seed, inside and in public."""
    rng = np.random.default_rng(seed)
    made = small_round(
        seed,
        int(rng.integers(10, 90)),
        providers=int(rng.integers(2, 6)),
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
