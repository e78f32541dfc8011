"""The rules of each kind, on arrays that are easy to see through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.insight import processes
from sightline.insight.gaps import Gap
from sightline.insight.processes import Series, months
from sightline.insight.signals import limits
from sightline.insight.signals.finding import (
    cause,
    clear,
    equity,
    fall,
    outlier,
    process,
    repeat,
    response,
)
from sightline.insight.signals.finding.equity import Seen
from sightline.insight.signals.finding.grid import Grid
from sightline.insight.signals.limits import Limit
from sightline.insight.signals.words import Kind
from sightline.results.levels import GroupKey, Level
from sightline.stats.spc import Better

MANY = 40


def grid(score: Any, n: Any = 50.0, red: Any = False) -> Grid:
    """Providers by measures with these scores, everybody's SD 20."""
    scores = np.array(score, dtype=float)
    if scores.ndim == 1:
        scores = scores[:, None]
    keys = [GroupKey(Level.PROVIDER, f"P{at}") for at in range(len(scores))]
    codes = [f"M{at}" for at in range(scores.shape[1])]
    people = np.where(np.isnan(scores), np.nan, np.broadcast_to(n, scores.shape))
    reds = np.broadcast_to(np.array(red), scores.shape) & ~np.isnan(scores)
    return Grid(keys, codes, people, scores, np.full(scores.shape, 20.0), reds)


def usual(seed: int = 1, size: int = MANY) -> np.ndarray:
    return 75 + np.random.default_rng(seed).normal(0, 2.5, size)


def test_an_outlier_is_red_and_past_its_limit() -> None:
    scores = usual()
    scores[4] = 40
    alike = ["acute"] * MANY
    found = outlier.look({"x": (grid(scores, red=True), alike)}, limits.of(Kind.OUTLIER))["x"]
    assert np.flatnonzero(found.past[:, 0]).tolist() == [4]
    assert found.usual[4, 0] > found.limit[4, 0] > scores[4]
    # The pages do not call it clearly below: then it is none.
    white = outlier.look({"x": (grid(scores), alike)}, limits.of(Kind.OUTLIER))["x"]
    assert not white.past.any()
    assert white.looks == found.looks == MANY


def test_few_people_few_others_and_nobody_alike_are_not_looked_at() -> None:
    scores = usual()
    scores[4] = 10
    limit = limits.of(Kind.OUTLIER)
    few = grid(scores, n=float(limit.fewest - 1), red=True)
    for grid_, alike in (
        (few, ["acute"] * MANY),
        (grid(scores, red=True), ["acute"] * 19 + ["other"] * 19 + ["third"] * 2),
        (grid(scores, red=True), [""] * MANY),
        (grid(np.full(MANY, np.nan), red=True), ["acute"] * MANY),
    ):
        found = outlier.look({"x": (grid_, alike)}, limit)["x"]
        assert found.looks == 0
        assert not found.past.any()


def test_the_more_is_looked_at_the_stricter_it_is() -> None:
    limit = Limit(0.001, most=0.02)
    scores = np.column_stack([usual(seed) for seed in range(6)])
    one = outlier.look({"x": (grid(scores[:, :1]), ["a"] * MANY)}, limit)["x"]
    six = outlier.look({"x": (grid(scores), ["a"] * MANY)}, limit)["x"]
    assert six.rate < one.rate <= limit.rate
    assert six.rate * six.looks == pytest.approx(0.02)


def test_three_rounds_red_in_the_same_question() -> None:
    low = np.zeros((4, 2), dtype=bool)
    low[0, :], low[1, 0] = True, True
    reds = [low, low.copy(), low.copy()]
    reds[2][1, 0] = False
    grids = [grid(np.full((4, 2), 60.0), red=red) for red in reds]
    limit = limits.of(Kind.REPEAT)
    found = repeat.look(grids, [True, True], limit)
    assert [tuple(map(int, at)) for at in zip(*np.nonzero(found.past), strict=True)] == [
        (0, 0), (0, 1),
    ]  # fmt: skip
    changed = repeat.look(grids, [True, False], limit)
    assert changed.past.sum() == 1
    assert changed.looks == 4
    assert repeat.look(grids[:2], [True, True], limit).looks == 0


@given(st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=1, max_size=6))
def test_a_place_that_was_not_red_once_is_no_repeat(rows: list[list[bool]]) -> None:
    grids = [
        grid(np.full((len(rows), 1), 60.0), red=np.array([[row[at]] for row in rows]))
        for at in range(3)
    ]
    found = repeat.look(grids, [True], limits.of(Kind.REPEAT))
    assert found.past[:, 0].tolist() == [all(row) for row in rows]


def test_a_fall_is_set_against_the_falls_of_others() -> None:
    before = usual(2)
    now = before - 8 + np.random.default_rng(3).normal(0, 2, MANY)
    limit = limits.of(Kind.FALL)
    everybody = fall.beyond(grid(now), grid(before), [True], limit, 0.001)
    assert not everybody.past.any()
    now[7] -= 30
    found = fall.beyond(grid(now), grid(before), [True], limit, 0.001)
    assert np.flatnonzero(found.past[:, 0]).tolist() == [7]
    assert found.usual[7, 0] < before[7]
    assert fall.beyond(grid(now), grid(before), [False], limit, 0.001).looks == 0


def of_one(scores: list[float], sds: list[float], n: float) -> Grid:
    """One provider with these themes."""
    shape = (1, len(scores))
    return Grid(
        [GroupKey(Level.PROVIDER, "P0")], [f"M{at}" for at in range(len(scores))],
        np.full(shape, n), np.array([scores]), np.array([sds]), np.zeros(shape, dtype=bool),
    )  # fmt: skip


#: A trust of the demo, white in every theme: induction, supervision, facilities, opportunities,
#: teamwork and voice, two years apart.
HARROWWOLD = (
    of_one([65.4, 71.1, 66.7, 68.6, 70.3, 66.3], [21.9, 20.8, 22.8, 18.3, 19.8, 20.4], 107),
    of_one([77.3, 77.7, 74.2, 77.8, 79.3, 75.7], [17.7, 17.5, 18.3, 17.7, 16.1, 18.7], 128),
)


def fell(now: Grid, before: Grid, shared: float = 0.0, **other: Any) -> tuple[list[int], bool]:
    """Themes that are past, and whether it is a signal."""
    limit = replace(limits.of(Kind.WORSE), **other)
    change = np.full(now.score.shape, shared)
    same = [True] * len(now.measures)
    seen = clear.beyond(now, before, same, change, limit, limit.rate)
    return np.flatnonzero(seen.past[0]).tolist(), bool(clear.is_signal(seen, now, limit)[0])


def test_a_clear_fall_is_found_whatever_its_colour() -> None:
    assert fell(*HARROWWOLD) == ([0, 3, 4, 5], True)
    assert fell(HARROWWOLD[1], HARROWWOLD[0]) == ([], False)
    # What England or the region fell by as well, and has a signal for, is not told again.
    assert fell(*HARROWWOLD, shared=-6.0) == ([], False)


def test_two_themes_are_not_several_and_one_by_far_is_enough() -> None:
    before = of_one([80.0] * 6, [18.0] * 6, 120)
    two = of_one([70.0, 70.0, 80.0, 80.0, 80.0, 80.0], [18.0] * 6, 120)
    three = of_one([70.0, 70.0, 70.0, 80.0, 80.0, 80.0], [18.0] * 6, 120)
    far = of_one([66.0, 80.0, 80.0, 80.0, 80.0, 80.0], [18.0] * 6, 120)
    small = of_one([74.0] * 6, [8.0] * 6, 120)
    assert fell(two, before) == ([0, 1], False)
    assert fell(three, before) == ([0, 1, 2], True)
    assert fell(far, before) == ([0], True)
    # Sure, and too small for a person's time.
    assert fell(small, of_one([80.0] * 6, [8.0] * 6, 120)) == ([], False)
    # Large, and no more than chance.
    few = [of_one([score] * 6, [30.0] * 6, 12) for score in (60.0, 80.0)]
    assert fell(few[0], few[1]) == ([], False)
    assert fell(few[0], few[1], fewest=13) == ([], False)


def test_one_signal_for_one_cause() -> None:
    programme, profession = GroupKey(Level.PROGRAMME, "OG"), GroupKey(Level.PROFESSION, "DOC")
    board, trust = GroupKey(Level.ICB, "B"), GroupKey(Level.PROVIDER, "P1")
    there = [GroupKey(Level.PROVIDER_PROGRAMME, f"P{at}", "OG") for at in range(50)]
    other = GroupKey(Level.PROVIDER_PROGRAMME, "P1", "GP")
    inside = {profession: [programme], board: [trust]}
    everything = {programme, profession, board, trust, other, *there}
    assert everything - cause.told_by_another(everything, inside) == {programme, trust, other}
    assert cause.told_by_another({profession, board, *there}, inside) == set()


def test_a_region_falls_where_its_providers_do() -> None:
    random = np.random.default_rng(5)
    before = usual(4, 60)
    now = before + random.normal(0, 3, 60)
    now[:30] -= 5
    of = {"fell": range(30), "stayed": range(30, 60), "small": range(10)}
    found = fall.inside(grid(now), grid(before), [True], of, limits.of(Kind.FALL), 0.001)
    assert found["fell"][0][0] > 1
    assert not found["stayed"][0][0] > 1
    assert found["small"][1] == 0


def test_fewer_answers_by_more_than_chance_and_a_quarter() -> None:
    before = np.full(MANY, 100.0)
    now = np.random.default_rng(6).poisson(100, MANY).astype(float)
    now[:4] = [40, 80, np.nan, 55]
    found = response.look(now, before, limits.of(Kind.RESPONSE))
    assert np.flatnonzero(np.nan_to_num(found.by) > 1).tolist() == [0, 3]
    assert found.looks == MANY - 1
    # A fall that nobody would act on is none, however sure it is.
    large, most = np.full(MANY, 10_000.0), np.full(MANY, 10_000.0)
    most[0] = 8_000
    assert not (response.look(most, large, limits.of(Kind.RESPONSE)).by > 1).any()
    assert response.look(now[:10], before[:10], limits.of(Kind.RESPONSE)).looks == 0


def gap(points: float, error: float = 1.0) -> Gap:
    return Gap(points, error)


@pytest.mark.parametrize(
    ("seen", "is_past"),
    [
        (Seen(gap(-9), None, is_first=True), True),
        (Seen(gap(-2), None, is_first=True), False),
        (Seen(gap(9), None, is_first=True), False),
        (Seen(gap(-9), gap(-1), is_first=False), True),
        (Seen(gap(-9), gap(-8), is_first=False), False),  # as wide as it was
        (Seen(gap(-2), gap(9), is_first=False), False),  # wider, but not clear by itself
        (Seen(gap(-9), None, is_first=False), False),  # nobody can say that it grew
    ],
)
def test_a_gap_is_clear_and_new_or_wider(seen: Seen, is_past: bool) -> None:
    (beyond,), rate, looks = equity.look([seen], limits.of(Kind.EQUITY))
    assert (beyond.wider > 1) is is_past
    assert rate == limits.of(Kind.EQUITY).rate
    assert looks == (1 if seen.before is None else 2)


@pytest.mark.parametrize(
    ("seen", "is_past"),
    [
        (Seen(gap(-5), gap(-5), is_first=False), True),
        (Seen(gap(-5), gap(-2), is_first=False), True),
        (Seen(gap(-5), gap(-1.5), is_first=False), False),  # not clear a round ago
        (Seen(gap(-2.5), gap(-9), is_first=False), False),  # too small to matter
        (Seen(gap(5), gap(5), is_first=False), False),
        (Seen(gap(-5), None, is_first=False), False),
        (Seen(gap(-5), gap(-5), is_first=True), False),
        (Seen(gap(-5), gap(-5), is_first=False, is_reliable=False), False),
        (Seen(gap(-5, 0), gap(-5), is_first=False), False),
    ],
)
def test_a_gap_that_stays_is_clear_twice_and_large_enough_to_matter(
    seen: Seen, is_past: bool
) -> None:
    (beyond,), _, _ = equity.look([seen], limits.of(Kind.EQUITY))
    assert (beyond.steady > 1) is is_past


def series(values: list[float], code: str = "commitments-kept") -> processes.Read:
    first = months(date(2025, 1, 1), date(2027, 12, 1))
    return processes.read(
        Series(code, "X", "Rule.", Better.HIGHER, list(zip(first, values, strict=False)))
    )


def test_a_spell_of_worse_months_is_one_signal() -> None:
    usual_ = [80.0, 82.0, 79.0, 81.0, 80.0, 83.0, 78.0, 80.0, 82.0, 79.0, 81.0, 80.0, 82.0]
    limit = limits.of(Kind.PROCESS)
    assert process.began(series(usual_)) is None
    one, two = series([*usual_, 40.0]), series([*usual_, 40.0, 41.0])
    assert process.began(one) == process.began(two) == date(2026, 2, 1)
    assert process.began(series([*usual_, 99.0])) is None  # better than usual
    assert process.is_looked_at(one, limit)
    assert not process.is_looked_at(series(usual_[:12]), limit)
    # What is counted at the end of each month follows from the month before.
    assert not process.is_looked_at(series(usual_, "commitments-overdue"), limit)
