"""One survey: what its rounds show of every place, by kind of signal, with the numbers in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sightline.design import show
from sightline.insight.signals import limits
from sightline.insight.signals.finding import cause, clear_looked, fall, outlier, say
from sightline.insight.signals.finding import repeat as repeated
from sightline.insight.signals.finding import response as responded
from sightline.insight.signals.finding.fell import Fell, then_and_now
from sightline.insight.signals.finding.grid import Beyond, Grid
from sightline.insight.signals.finding.rounds import (
    Rounds,
    grid,
    inside,
    low_and_closed,
    programmes,
    providers,
)
from sightline.insight.signals.found import Found, Looked, Shown, Value
from sightline.insight.signals.rules import Basis
from sightline.insight.signals.words import Kind
from sightline.results.levels import NATION, GroupKey, Level

#: Rows of a table that a signal keeps.
_MOST_ROWS = 20
#: Levels besides providers that are looked at whole, and what their groups are called.
_WHOLE = {
    Level.PROGRAMME: "programmes",
    Level.PROFESSION: "professions",
    Level.ICB: "integrated care boards",
}


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
        keys = {Level.PROVIDER: self.keys} | {
            level: rounds.now.children(NATION, level) for level in _WHOLE
        }
        self.grids = {
            level: [grid(one, each, self.codes) for one in opened] for level, each in keys.items()
        }
        self.of_themes = {
            level: [_columns(one, self.themes) for one in each]
            for level, each in self.grids.items()
        }
        self.inside = inside(rounds.now)
        # A place that closed needs nobody, and what is low because of it does not either.
        self.closed = low_and_closed(rounds.now, types, self.codes)
        self.lessons = [
            grid(one, self.taught, self.themes).as_one(self.themes) for one in opened
        ] if self.themes else []  # fmt: skip

    def outliers(self) -> Looked:
        limit = limits.of(Kind.OUTLIER)
        grids: dict[str, tuple[Grid, Sequence[str]]] = {
            level: (each[0], [self._alike(key) for key in each[0].keys])
            for level, each in self.of_themes.items()
        }
        if self.lessons:
            grids["taught"] = (self.lessons[0], [self._alike(key) for key in self.taught])
        looked = outlier.look(grids, limit)
        found = []
        for name, (grid_, _) in grids.items():
            for row in _rows(looked[name]):
                found.append(self._outlier(grid_, looked[name], row))
        return _looked(Kind.OUTLIER, looked.values(), self._one_each(found))

    def _alike(self, key: GroupKey) -> str:
        """The name of those that a group is compared with."""
        return key.other_code or _WHOLE.get(key.level) or self.types[key.code]

    def _one_each(self, found: Sequence[Found]) -> list[Found]:
        """Without what another group tells of. A programme at a provider stays: it is compared with
        the same one elsewhere, of which the whole programme tells nothing."""
        told = cause.told_by_another(
            {one.key for one in found if one.key.level is not Level.PROVIDER_PROGRAMME}
            | self.closed,
            self.inside,
        )
        return [one for one in found if one.key not in told]

    def _outlier(self, grid_: Grid, seen: Beyond, row: int) -> Found:
        columns = _worst_first(seen, row)
        codes = [grid_.measures[at] for at in columns]
        others = (
            "the same programme elsewhere"
            if grid_.keys[row].other_code
            else _WHOLE.get(grid_.keys[row].level)
            or say.type_name(self.types[grid_.keys[row].code])
        )
        return self.make(
            Kind.OUTLIER,
            grid_.keys[row],
            codes,
            headline=f"{say.listed(self.names(codes))} far below others like it",
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
        if len(self.rounds.opened) < limit.rounds:
            return Looked(Kind.REPEAT, 0, limit.rate)
        same = np.all(
            [self.rounds.same(self.codes, back) for back in range(1, limit.rounds)], axis=0
        )
        looked, found = [], []
        for grids in self.grids.values():
            seen = repeated.look(grids, same.tolist(), limit)
            looked.append(seen)
            found += [self._repeat(grids, seen, row) for row in _rows(seen)]
        return _looked(Kind.REPEAT, looked, self._one_each(found))

    def _repeat(self, grids: Sequence[Grid], seen: Beyond, row: int) -> Found:
        now = grids[0]
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
        names = [one.label for one in self.rounds.datasets[: len(grids)]][::-1]
        left = len(past) - _MOST_ROWS
        return self.make(
            Kind.REPEAT,
            now.keys[row],
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
                        *(say.one(one.score[row, at]) for one in grids[::-1]),
                        int(now.n[row, at]),
                    ]
                    for at in past[:_MOST_ROWS]
                ],
            ),
            # Less than what is new: it has been so for years.
            strength=1 + len(codes) / len(self.codes) / 10,
        )

    def falls(self) -> list[Looked]:
        """What fell more than others, and of the rest what fell far by itself."""
        fell, rows = self._fell()
        told = cause.told_by_another({*rows, *self.closed}, self.inside)
        found = [self._fall(key, each, rows) for key, each in rows.items() if key not in told]
        return [replace(fell, found=found), clear_looked.look(self, rows)]

    def _fell(self) -> tuple[Looked, dict[GroupKey, list[Fell]]]:
        limit = limits.of(Kind.FALL)
        back = range(1, min(self.deep, len(self.rounds.opened)))
        pairs = [
            (grids, at, self.rounds.same(grids[0].measures, at))
            for grids in (*self.of_themes.values(), self.lessons)
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
        rows: dict[GroupKey, list[Fell]] = defaultdict(list)
        total = looks
        for grids, at, same in pairs:
            seen = fall.beyond(grids[0], grids[at], same, limit, rate)
            for row, column in zip(*np.nonzero(seen.past), strict=True):
                rows[grids[0].keys[row]].append(
                    Fell(at, grids[0].measures[column], float(seen.by[row, column]),
                          then_and_now(grids, at, row, column), say.one(seen.usual[row, column]))
                )  # fmt: skip
        for at in back:
            same = self.rounds.same(self.themes, at)
            here = {key.code: each for key, each in wide.items()}
            judged = fall.inside(
                self.of_themes[Level.PROVIDER][0], self.of_themes[Level.PROVIDER][at], same, here,
                limit, rate,
            )  # fmt: skip
            for key in wide:
                by, count = judged[key.code]
                total += count
                for column in np.flatnonzero(np.nan_to_num(by) > 1):
                    code = self.themes[column]
                    numbers = self._wide_numbers(key, code, at)
                    rows[key].append(Fell(at, code, float(by[column]), numbers, None))
        return Looked(Kind.FALL, total, rate), rows

    def _fall(
        self, key: GroupKey, each: list[Fell], rows: Mapping[GroupKey, Sequence[Fell]]
    ) -> Found:
        ordered = sorted(each, key=lambda one: -one.by)
        codes = list(dict.fromkeys(one.code for one in ordered))
        first = ordered[0]
        since = self.rounds.datasets[first.back].label
        against = (
            "at more of its providers than chance can say"
            if key.level in (Level.NATION, Level.REGION)
            else "more than chance and the usual ups and downs of other "
            f"{_WHOLE.get(key.level, 'places')} can say"
        )
        taught = sum(
            one.level is Level.PROVIDER_PROGRAMME and one.other_code == key.code for one in rows
        )
        return self.make(
            Kind.FALL,
            key,
            codes,
            headline=f"{say.listed(self.names(codes))} fell since {since}",
            says=f"{self.rounds.labels[first.code]} fell from {first.numbers[0]} in {since} to "
            f"{first.numbers[1]} in {self.rounds.dataset.label}, {against}."
            + (f" So did {len(codes) - 1} more." if len(codes) > 1 else "")
            + (
                f" It fell so at {show.pluralise(taught, 'provider')} by itself, which this signal "
                "stands for."
                if key.level is Level.PROGRAMME and taught
                else ""
            ),
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
                self.make(
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

    def names(self, codes: Sequence[str]) -> list[str]:
        return [self.rounds.labels[code] for code in codes]

    def make(
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
