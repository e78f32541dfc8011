"""One survey: what its rounds show of every place, by kind of signal, with the numbers in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sightline.design import show
from sightline.insight.signals import limits
from sightline.insight.signals.finding import fall, outlier, say
from sightline.insight.signals.finding import repeat as repeated
from sightline.insight.signals.finding import response as responded
from sightline.insight.signals.finding.grid import Beyond, Grid
from sightline.insight.signals.finding.rounds import Rounds, grid, programmes, providers
from sightline.insight.signals.found import Found, Looked, Shown, Value
from sightline.insight.signals.rules import Basis
from sightline.insight.signals.words import Kind
from sightline.results.levels import NATION, GroupKey, Level

#: Rows of a table that a signal keeps.
_MOST_ROWS = 20


@dataclass(frozen=True)
class _Fall:
    """A measure that fell: how many rounds back, how far beyond; then, now and people of both."""

    back: int
    code: str
    by: float
    numbers: tuple[Value, ...]
    usual: Value


class Survey:
    """One survey's rounds as arrays, read once for all kinds."""

    def __init__(self, rounds: Rounds, types: dict[str, str]) -> None:
        self.rounds, self.types = rounds, types
        self.themes = [one.code for one in rounds.themes]
        self.codes = [one.code for one in rounds.now.measures]
        self.keys = providers(rounds.now, types)
        self.taught = programmes(rounds.now, types)
        self.deep = max(limits.of(Kind.REPEAT).rounds, 1)
        opened = rounds.opened[: self.deep]
        self.places = [grid(one, self.keys, self.codes) for one in opened]
        self.of_themes = [_columns(one, self.themes) for one in self.places]
        self.lessons = [
            grid(one, self.taught, self.themes).as_one(self.themes) for one in opened
        ] if self.themes else []  # fmt: skip

    def outliers(self) -> Looked:
        limit = limits.of(Kind.OUTLIER)
        grids: dict[str, tuple[Grid, Sequence[str]]] = {
            "places": (self.of_themes[0], [self.types[key.code] for key in self.keys])
        }
        if self.lessons:
            grids["taught"] = (self.lessons[0], [key.other_code for key in self.taught])
        looked = outlier.look(grids, limit)
        found = []
        for name, (grid_, _) in grids.items():
            for row in _rows(looked[name]):
                found.append(self._outlier(grid_, looked[name], row))
        return _looked(Kind.OUTLIER, looked.values(), found)

    def _outlier(self, grid_: Grid, seen: Beyond, row: int) -> Found:
        columns = _worst_first(seen, row)
        codes = [grid_.measures[at] for at in columns]
        others = (
            "the same programme elsewhere"
            if grid_.keys[row].other_code
            else say.type_name(self.types[grid_.keys[row].code])
        )
        return self._found(
            Kind.OUTLIER,
            grid_.keys[row],
            codes,
            headline=f"{say.listed(self._names(codes))} far below others like it",
            says=f"In {self.rounds.dataset}, {say.was(codes)} lower than chance and the usual "
            f"differences between {others} can say.".replace(" between the same", " from the same"),
            shown=Shown(
                "What was seen",
                ["Theme", "Score", "Answers", "Middle of others like it", "Action limit"],
                [None, 1, 0, 1, 1],
                [
                    [self.rounds.labels[grid_.measures[at]], *_numbers(grid_, row, at),
                     say.one(seen.usual[row, at]), say.one(seen.limit[row, at])]
                    for at in columns
                ],
            ),
            strength=float(np.nanmax(seen.by[row])),
        )  # fmt: skip

    def repeats(self) -> Looked:
        limit = limits.of(Kind.REPEAT)
        if len(self.places) < limit.rounds:
            return Looked(Kind.REPEAT, 0, limit.rate)
        same = np.all(
            [self.rounds.same(self.codes, back) for back in range(1, limit.rounds)], axis=0
        )
        looked = repeated.look(self.places, same.tolist(), limit)
        found = [self._repeat(looked, row) for row in _rows(looked)]
        return _looked(Kind.REPEAT, [looked], found)

    def _repeat(self, seen: Beyond, row: int) -> Found:
        now = self.places[0]
        past = [int(at) for at in np.flatnonzero(seen.past[row])]
        # Themes before questions, each the lowest first.
        past.sort(key=lambda at: (self.codes[at] not in self.themes, now.score[row, at]))
        codes = [self.codes[at] for at in past]
        themes = sum(code in self.themes for code in codes)
        parts = [
            show.pluralise(count, one, many)
            for count, one, many in (
                (themes, "theme", "themes"),
                (len(codes) - themes, "question", "questions"),
            )
            if count
        ]
        names = [one.label for one in self.rounds.datasets[: len(self.places)]][::-1]
        left = len(past) - _MOST_ROWS
        return self._found(
            Kind.REPEAT,
            self.keys[row],
            codes,
            headline=f"{' and '.join(parts)} low three rounds in a row",
            says=f"{' and '.join(parts)} that were asked alike in {say.listed(names)} "
            f"{'was' if len(codes) == 1 else 'were'} clearly below others like it each time, of "
            f"{int((~np.isnan(seen.by[row])).sum())} that are shown."
            + (f" The lowest {_MOST_ROWS} are listed." if left > 0 else ""),
            shown=Shown(
                "Scores in each round",
                ["Question or theme", *names, "Answers in the last"],
                [None, *(1 for _ in names), 0],
                [
                    [
                        self.rounds.labels[self.codes[at]],
                        *(say.one(one.score[row, at]) for one in self.places[::-1]),
                        int(now.n[row, at]),
                    ]
                    for at in past[:_MOST_ROWS]
                ],
            ),
            # Less than what is new: it has been so for years.
            strength=1 + len(codes) / len(self.codes) / 10,
        )

    def falls(self) -> Looked:
        limit = limits.of(Kind.FALL)
        back = range(1, len(self.places))
        pairs = [
            (grids, at, self.rounds.same(grids[0].measures, at))
            for grids in (self.of_themes, self.lessons)
            if grids
            for at in back
        ]
        wide = self._wide()
        # Looked at twice: once to know how many there are, which sets the rate.
        looks = sum(
            int(fall.comparable(grids[0], grids[at], same, limit.fewest).sum())
            for grids, at, same in pairs
        )
        rate = limit.rate_of(looks + len(wide) * len(self.themes) * len(back))
        rows: dict[GroupKey, list[_Fall]] = defaultdict(list)
        total = looks
        for grids, at, same in pairs:
            seen = fall.beyond(grids[0], grids[at], same, limit, rate)
            for row, column in zip(*np.nonzero(seen.past), strict=True):
                rows[grids[0].keys[row]].append(
                    _Fall(at, grids[0].measures[column], float(seen.by[row, column]),
                          _then_and_now(grids, at, row, column), say.one(seen.usual[row, column]))
                )  # fmt: skip
        for at in back:
            same = self.rounds.same(self.themes, at)
            here = {key.code: each for key, each in wide.items()}
            judged = fall.inside(
                self.of_themes[0], self.of_themes[at], same, here, limit, rate
            )  # fmt: skip
            for key in wide:
                by, count = judged[key.code]
                total += count
                for column in np.flatnonzero(np.nan_to_num(by) > 1):
                    code = self.themes[column]
                    numbers = self._wide_numbers(key, code, at)
                    rows[key].append(_Fall(at, code, float(by[column]), numbers, None))
        found = [self._fall(key, each) for key, each in rows.items()]
        return Looked(Kind.FALL, total, rate, found)

    def _fall(self, key: GroupKey, each: list[_Fall]) -> Found:
        ordered = sorted(each, key=lambda one: -one.by)
        codes = list(dict.fromkeys(one.code for one in ordered))
        first = ordered[0]
        since = self.rounds.datasets[first.back].label
        against = (
            "more than chance and the usual ups and downs of other places can say"
            if key.level in (Level.PROVIDER, Level.PROVIDER_PROGRAMME)
            else "at more of its providers than chance can say"
        )
        return self._found(
            Kind.FALL,
            key,
            codes,
            headline=f"{say.listed(self._names(codes))} fell since {since}",
            says=f"{self.rounds.labels[first.code]} fell from {first.numbers[0]} in {since} to "
            f"{first.numbers[1]} in {self.rounds.dataset.label}, {against}."
            + (f" So did {len(codes) - 1} more." if len(codes) > 1 else ""),
            shown=Shown(
                "Then and now",
                ["Theme", "Since", "Score then", "Score now", "Answers then", "Answers now",
                 "With the usual change"],
                [None, None, 1, 1, 0, 0, 1],
                [
                    [self.rounds.labels[one.code], self.rounds.datasets[one.back].label,
                     *one.numbers, one.usual]
                    for one in ordered
                ],
            ),
            strength=ordered[0].by,
        )  # fmt: skip

    def responses(self) -> Looked:
        limit = limits.of(Kind.RESPONSE)
        if len(self.rounds.opened) < 2:
            return Looked(Kind.RESPONSE, 0, limit.rate)
        people = [
            np.array([say.or_nan(one.respondents(key)) for key in self.keys])
            for one in self.rounds.opened[:2]
        ]
        looked = responded.look(people[0], people[1], limit)
        found = []
        for row in np.flatnonzero(np.nan_to_num(looked.by) > 1):
            now, before = int(people[0][row]), int(people[1][row])
            labels = [one.label for one in self.rounds.datasets[:2]]
            found.append(
                self._found(
                    Kind.RESPONSE,
                    self.keys[row],
                    [""],
                    headline=f"{round(100 * (1 - now / before))}% fewer learners answered",
                    says=f"{now:,} learners answered in {labels[0]} and {before:,} in {labels[1]}. "
                    f"With the usual change it would have been about {looked.usual[row]:,.0f}. How "
                    "many could have answered is not known.",
                    shown=Shown(
                        "Learners who answered",
                        ["Round", "Learners who answered"],
                        [None, 0],
                        [[labels[1], before], [labels[0], now]],
                    ),
                    strength=float(looked.by[row]),
                )
            )
        return _looked(Kind.RESPONSE, [looked], found)

    # What they share

    def _wide(self) -> dict[GroupKey, list[int]]:
        """Rows of the providers inside the nation and each region."""
        at = {key: row for row, key in enumerate(self.keys)}
        wide = [NATION, *self.rounds.now.children(NATION, Level.REGION)]
        return {
            key: [at[one] for one in self.rounds.now.children(key, Level.PROVIDER) if one in at]
            for key in wide
        }

    def _wide_numbers(self, key: GroupKey, code: str, back: int) -> tuple[Value, ...]:
        now, then = (
            self.rounds.opened[at].cell(key, code) for at in (0, back)
        )  # fmt: skip
        return then.score, now.score, then.n, now.n

    def _names(self, codes: Sequence[str]) -> list[str]:
        return [self.rounds.labels[code] for code in codes]

    def _found(
        self,
        kind: Kind,
        key: GroupKey,
        codes: Sequence[str],
        *,
        headline: str,
        says: str,
        shown: Shown,
        strength: float,
    ) -> Found:
        dataset = self.rounds.dataset
        return Found(
            kind=kind,
            key=key,
            cause=f"{dataset.survey}|{key.level}:{key.code}:{key.other_code}",
            basis=Basis(str(dataset.year), tuple(codes)),
            headline=headline,
            says=says,
            shown=shown,
            strength=strength,
            dataset=dataset.pk,
            measure=next((code for code in codes if code), "") or self._lowest(key),
        )

    def _lowest(self, key: GroupKey) -> str:
        """The theme that stands for all: the one that is furthest below others like it."""
        cells = self.rounds.now.cells([key], self.themes)[0] if self.themes else []
        shown = [one for one in cells if one.shown]
        lowest = min(shown, key=lambda one: one.difference or 0.0, default=None)
        return lowest.measure if lowest else ""


def _columns(grid_: Grid, codes: Sequence[str]) -> Grid:
    at = [grid_.measures.index(code) for code in codes]
    return Grid(
        grid_.keys, codes, grid_.n[:, at], grid_.score[:, at], grid_.sd[:, at], grid_.red[:, at]
    )


def _looked(kind: Kind, seen: Iterable[Beyond], found: list[Found]) -> Looked:
    each = list(seen)
    return Looked(kind, sum(one.looks for one in each), each[0].rate, found)


def _rows(seen: Beyond) -> list[int]:
    return [int(row) for row in np.flatnonzero(seen.past.any(axis=1))]


def _worst_first(seen: Beyond, row: int) -> list[int]:
    past = [int(at) for at in np.flatnonzero(seen.past[row])]
    return sorted(past, key=lambda at: -seen.by[row, at])


def _numbers(grid_: Grid, row: int, column: int) -> tuple[Value, ...]:
    return say.one(grid_.score[row, column]), int(grid_.n[row, column])


def _then_and_now(grids: Sequence[Grid], back: int, row: int, column: int) -> tuple[Value, ...]:
    now, then = grids[0], grids[back]
    return (
        say.one(then.score[row, column]),
        say.one(now.score[row, column]),
        int(then.n[row, column]),
        int(now.n[row, column]),
    )
