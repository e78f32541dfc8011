"""Nobody works out a small hidden number, whatever else they read.

Each case is a random small country. The attacker reads every cell at every level, inside and in
public, and solves for all whole numbers that fit (see attacker.py). A longer run of the same:
``manage.py attack_gate --rounds 1000``. In what order and by which page: test_sequences.py.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sightline.results import attacker, build, oracle
from sightline.results.levels import GroupKey, Level
from sightline.results.oracle import Row


def opened(made, thresholds):
    with tempfile.TemporaryDirectory() as folder:
        return oracle.build_round(Path(folder) / "round", made, thresholds)


@pytest.mark.parametrize(
    "start", [0, *(pytest.param(start, marks=pytest.mark.slow) for start in range(10, 300, 10))]
)
def test_no_small_hidden_number_can_be_worked_out(start):
    for seed in range(start, start + 10):
        outcome = attacker.attack_round(seed)
        assert outcome.found == []


def test_the_attacker_finds_what_a_simple_mask_leaves_open():
    """The same attack on a gate that hides small groups and nothing beside them."""
    made = oracle.small_round(4, 60, unknown=0.0)
    inside, _ = opened(made, build.Thresholds(5, 10))
    members = oracle.members(made)

    class Naive:
        def respondents(self, key):
            n = len(members.get(key, []))
            return n if n >= 5 else None

        cell = inside.cell
        measure = inside.measure

    assert attacker.Attack(made, Naive(), []).found(5)


@pytest.mark.parametrize("seed", range(8))
def test_withheld_and_empty_cannot_be_told_apart(seed):
    """Take the respondents of a withheld practice away: what is shown there stays the same."""
    made = oracle.small_round(seed, 80)
    inside, public = opened(made, build.Thresholds(5, 10))
    for read in (inside, public):
        for key in oracle.members(made):
            if read.respondents(key) is not None:
                continue
            nobody = GroupKey(key.level, "NOBODY", key.other_code)
            for measure in read.measures:
                cell = read.cell(key, measure.code)
                assert replace(cell, group=nobody) == read.cell(nobody, measure.code)


def test_crossings_are_listed_only_where_they_are_shown():
    made = oracle.small_round(3, 400, providers=3)
    inside, _ = opened(made, build.Thresholds(5, 10))
    seen = 0
    for provider in made.places.providers:
        for level in (Level.PROVIDER_PROGRAMME, Level.PROVIDER_PROFESSION):
            for key in inside.children(GroupKey(Level.PROVIDER, provider), level):
                assert inside.respondents(key) is not None
                seen += 1
    assert seen > 3


def test_a_place_is_known_whether_or_not_anybody_answered():
    made = oracle.small_round(2, 40, providers=4)
    rows = [row for row in made.rows if row.provider != "P0"]
    rows = [replace(row, site="") if row.site.startswith("P0") else row for row in rows]
    for given in (made, replace(made, rows=rows)):
        inside, _ = opened(given, build.Thresholds(5, 10))
        assert inside.has(GroupKey(Level.PROVIDER, "P0"))
        assert GroupKey(Level.PROVIDER, "P0") in inside.children(
            GroupKey(Level.NATION), Level.PROVIDER
        )


def test_what_is_withheld_is_in_none_of_the_files(tmp_path):
    made = oracle.small_round(7, 90)
    oracle.build_round(tmp_path / "round", made, build.Thresholds(5, 10))
    counts = np.load(tmp_path / "round" / build.COUNTS)
    shown = np.load(tmp_path / "round" / "shown-inside.npy")[:, : counts.shape[1]]
    assert not counts[~shown].any()
    assert shown.any()
    assert not shown.all()


def test_an_answer_that_everybody_gave_is_withheld():
    made = oracle.small_round(9, 200, providers=2, missing=0.0, unknown=0.0)
    rows = [
        replace(row, answers=(1, *row.answers[1:])) if row.programme == "G0" else row
        for row in made.rows
    ]
    inside, _ = opened(replace(made, rows=rows), build.Thresholds(5, 10))
    first, second = (item.code for item in made.questionnaire.items[:2])
    programme = GroupKey(Level.PROGRAMME, "G0")
    assert not inside.cell(programme, first).shown
    assert inside.cell(programme, second).shown


def test_what_is_left_of_a_total_is_not_one_answer_alone():
    """Two programmes of 3 and 2 are withheld; a total and the third would tell what all 5 said."""
    made = oracle.small_round(1, 0, providers=2, programmes=3, items=1, unknown=0.0)
    answers = {"G0": [1, 2] * 15, "G1": [2] * 3, "G2": [2] * 2}
    code = made.questionnaire.items[0].code
    provider, large = GroupKey(Level.PROVIDER, "P0"), GroupKey(Level.PROGRAMME, "G0")
    crossing = GroupKey(Level.PROVIDER_PROGRAMME, "P0", "G0")
    for few, is_told in (([1, 2, 2], True), ([2, 2, 2], False)):
        answers |= {"G1": few, "G2": few[:2]}
        rows = [Row("P0", "", at, "", (one,)) for at, all_ in answers.items() for one in all_]
        inside, _ = opened(replace(made, rows=rows), build.Thresholds(5, 10))
        told = inside.cell(provider, code).shown and (
            inside.cell(crossing, code).shown or inside.cell(large, code).shown
        )
        assert told is is_told


def test_in_public_a_handful_of_others_is_withheld():
    """30 answered and 2 were not positive: 93% of 30 would tell that it was two."""
    made = oracle.small_round(1, 0, providers=2, items=1, unknown=0.0)
    length = len(made.questionnaire.items[0].scale)
    assert not made.questionnaire.items[0].scale[0].positive
    assert made.questionnaire.items[0].scale[-1].positive
    rows = [
        Row(provider, "", "G0", "", (length if number >= few else 1,))
        for provider, few in (("P0", 2), ("P1", 15))
        for number in range(40)
    ]
    inside, public = opened(replace(made, rows=rows), build.Thresholds(5, 10))
    code = made.questionnaire.items[0].code
    provider = GroupKey(Level.PROVIDER, "P0")
    assert inside.cell(provider, code).shown
    assert not public.cell(provider, code).shown
    assert public.respondents(provider) == 40
