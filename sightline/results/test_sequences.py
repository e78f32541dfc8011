"""Whatever the order in which results are read, nothing hidden comes of it.

The longer run of the same: ``manage.py attack_results --sequences 100000``.
"""

import dataclasses

import numpy as np
import pytest

from sightline.results import build, masks, oracle, sequences, swaps
from sightline.results.colleague import Colleague
from sightline.results.gate import Round
from sightline.results.levels import CROSSINGS


@pytest.mark.parametrize("seed", [3, 8, 17, 20, 22])
def test_no_sequence_of_reading_gives_anything_away(seed):
    outcome = sequences.attack(seed, 60)
    assert (outcome.found, outcome.answers) == ([], [])
    assert outcome.sequences == 60
    assert outcome.counts + outcome.people > 20


@pytest.mark.parametrize("seed", [0, 1, 2, 5])
def test_nor_where_practices_stand_together_with_their_network(seed):
    outcome = sequences.attack(seed, 20, networks=True)
    assert (outcome.found, outcome.answers) == ([], [])


def test_networks_are_among_what_is_read():
    assert sum(sequences.attack(seed, 0, networks=True).networks for seed in range(3)) > 0


def test_a_page_that_forgets_the_gate_is_found(monkeypatch):
    """Crossings at a guessed address are answered, though they are withheld: with a wrong number,
    which no other world has, or with the right one."""
    cells = Round.cells

    def leaking(self, keys, measures):
        found = cells(self, keys, measures)
        if len(found) == 1 and found[0][0].group.level in CROSSINGS and not found[0][0].shown:
            return [[dataclasses.replace(cell, shown=True, n=1) for cell in found[0]]]
        return found

    opened: list[None] = []
    start = sequences.Walk.__init__

    def later(self, *given):
        opened.append(start(self, *given))
        monkeypatch.setattr(Round, "cells", leaking)

    monkeypatch.setattr(sequences.Walk, "__init__", later)
    assert sequences.attack(3, 10).found


def test_somebody_who_knows_the_others_finds_an_answer_that_all_gave(monkeypatch):
    """Without the rules of masks that look at what the hidden groups answered together."""
    monkeypatch.setattr(masks, "_tells_an_answer", lambda *given: np.zeros(0, dtype=np.int64))
    monkeypatch.setattr(swaps.Item, "tells", lambda *given: np.zeros(0, dtype=np.int64))
    assert sequences.attack(22, 0).answers


@pytest.mark.parametrize("seed", [10, 122, 180, 230, 233, 307])
def test_somebody_hidden_by_her_programme_is_not_told_by_her_site_or_a_ring(seed, monkeypatch):
    """These surveys gave an answer away before masks looked at both together."""
    assert sequences.attack(seed, 0).answers == []
    monkeypatch.setattr(swaps.Item, "tells", lambda *given: np.zeros(0, dtype=np.int64))
    assert sequences.attack(seed, 0).answers


@pytest.mark.parametrize(
    "seed", [12, 10, *(pytest.param(at, marks=pytest.mark.slow) for at in range(30, 40))]
)
def test_nobody_in_a_hidden_group_is_told_by_all_the_others(seed, tmp_path):
    """Everybody of a survey is attacked, not some."""
    made = oracle.small_round(seed, 60, providers=2, programmes=3, items=1, missing=0.05)
    opened = oracle.build_round(tmp_path / "round", made, build.Thresholds(5, 10))
    attacked = 0
    for read in opened:
        for row, item in sequences.victims(made, read):
            attacked += 1
            assert Colleague(made, read, row, item).other is not None, (read.audience, row)
    assert attacked > 10
