"""Programmes that fall everywhere, clear falls and gaps that stay are found, at the rate.

On the made-up rounds of test_signals.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sightline.demo import answers
from sightline.demo.answers import Planted
from sightline.demo.stories import chosen as stories
from sightline.demo.test_signals import SEEDS, Made, is_within, pairs_of_gaps, rounds
from sightline.insight.signals import limits
from sightline.insight.signals.finding import clear, equity, fall, outlier
from sightline.insight.signals.words import Kind


@pytest.mark.slow
def test_a_programme_that_falls_everywhere_is_found() -> None:
    """As in the small nation: the specialty is planted at a good part of its trusts."""
    everywhere = [f"P{at:03}" for at in range(0, 120, 2)]
    story = [
        Planted(code, year, shift, programme=stories.SPECIALTY)
        for code in everywhere
        for year, shift in ((1, -0.7), (2, -1.3))
    ]
    made = rounds(24, story, [])
    now, first = made[2].programmes, made[0].programmes.some(made[2].programmes.keys)
    limit = limits.of(Kind.FALL)
    seen = fall.beyond(now, first, [True] * len(now.measures), limit, 1 / 10_000)
    assert {now.keys[row].code for row in np.nonzero(seen.past)[0].tolist()} == {stories.SPECIALTY}
    low = outlier.look({"x": (now, ["programmes"] * len(now.keys))}, limits.of(Kind.OUTLIER))["x"]
    assert {now.keys[row].code for row in np.nonzero(low.past)[0].tolist()} == {stories.SPECIALTY}


def clear_falls(now: Made, before: Made) -> tuple[int, int, list[str], int]:
    """Themes past their limit, how many were looked at, and the places that are signals, of how
    many."""
    limit = limits.of(Kind.WORSE)
    past = looks = groups = 0
    places = []
    for one, other in (
        (now.places, before.places),
        (now.programmes, before.programmes.some(now.programmes.keys)),
        (now.boards, before.boards),
    ):
        same = [True] * len(one.measures)
        nothing = np.zeros(one.score.shape)
        seen = clear.beyond(one, other, same, nothing, limit, limit.rate)
        past, looks = past + int(seen.past.sum()), looks + seen.looks
        groups += int((~np.isnan(seen.by)).any(axis=1).sum())
        rows = np.flatnonzero(clear.is_signal(seen, one, limit))
        places += [one.keys[row].code for row in rows.tolist()]
    return past, looks, places, groups


@pytest.mark.slow
def test_where_nothing_changes_nothing_is_clearly_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a change is set against is chance alone: in a nation whose places stay as they are."""
    monkeypatch.setattr(answers, "_YEAR_TO_YEAR", 1.0)
    made = rounds(31, [], [])
    alarms = looks = 0
    for now, before in ((1, 0), (2, 1), (2, 0)):
        past, looked, places, _ = clear_falls(made[now], made[before])
        assert places == []
        alarms, looks = alarms + past, looks + looked
    assert looks > 4_000
    assert is_within(alarms, looks, limits.of(Kind.WORSE).rate)


@pytest.mark.slow
def test_what_is_called_worse_is_so_and_is_rare() -> None:
    """Places go up and down without any story. What is found did go down, and is one in ten at the
    most."""
    found = groups = 0
    for seed in SEEDS[:2]:
        made = rounds(seed, [], [])
        for now, before in ((1, 0), (2, 1), (2, 0)):
            _, _, places, looked = clear_falls(made[now], made[before])
            for code in places:
                if code in (known := [key.code for key in made[now].places.keys]):
                    row = known.index(code)
                    assert made[now].truth[row] < made[before].truth[row], code
            found, groups = found + len(places), groups + looked
    assert groups > 1_500
    assert 0 < found < groups / 10


@pytest.mark.slow
def test_where_groups_do_not_differ_no_gap_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_ETHNIC_EFFECTS", np.zeros(7))
    monkeypatch.setattr(answers, "_CROWDED_WHERE_IT_IS_WORSE", 0.0)
    limit = replace(limits.of(Kind.EQUITY), most=None)
    made = rounds(41, [], [])
    seen = pairs_of_gaps(made[1].groups, made[0].groups, limit.fewest)
    seen += pairs_of_gaps(made[2].groups, made[1].groups, limit.fewest)
    beyond, rate, _ = equity.look(seen, limit)
    assert len(seen) > 1_000
    assert is_within(sum(one.steady > 1 for one in beyond), len(seen), rate)
