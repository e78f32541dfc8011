"""Whatever the order in which results are read, nothing hidden comes of it.

The longer run of the same: ``manage.py attack_results --sequences 100000``.
"""

import dataclasses

import numpy as np
import pytest

from sightline.results import masks, sequences
from sightline.results.gate import Round
from sightline.results.levels import CROSSINGS


@pytest.mark.parametrize("seed", [3, 8, 17, 20, 22])
def test_no_sequence_of_reading_gives_anything_away(seed):
    outcome = sequences.attack(seed, 60)
    assert (outcome.found, outcome.answers) == ([], [])
    assert outcome.sequences == 60
    assert outcome.counts + outcome.people > 20


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
    """Without the rule of masks that looks at what the hidden groups answered together."""
    monkeypatch.setattr(masks, "_tells_an_answer", lambda *given: np.zeros(0, dtype=np.int64))
    assert sequences.attack(22, 0).answers
