"""What an open round publishes, tranche by tranche."""

from datetime import date

import numpy as np
import pytest

from sightline.results import running
from sightline.results.levels import NATION, GroupKey, Level
from sightline.results.measures import Answer, MeasureInfo

FIVE = tuple(Answer(str(at), 25.0 * at, at > 2) for at in range(5))
MEASURE = MeasureInfo("LS01", "Supervisor", "item", "", "", "", FIVE, ())


@pytest.fixture
def where(country):
    return running.places_on(date(2026, 11, 1), date(2026, 11, 24))


def cells(people):
    """(provider, programme, profession) → how many; they answer 1 to 5 by turns."""
    new = np.zeros((len(people), 1, 5), dtype=np.int64)
    for row, many in enumerate(people.values()):
        for at in range(many):
            new[row, 0, at % 5] += 1
    return running.Cells(list(people), new)


def n_of(tranche):
    return {key: int(gain.sum()) for key, gain in tranche.added.items()}


NONE = np.zeros(1, dtype=np.int64)
NORTH = ("ZN001", "CST", "MED")
SOUTH = ("ZS001", "NADULT", "NUR")


def test_nine_answers_move_nothing(where):
    assert running.tranche(cells({NORTH: 9}), NONE, where) is None


def test_ten_answers_of_one_place_move_it(where):
    found = n_of(running.tranche(cells({NORTH: 10}), NONE, where))
    assert found[NATION] == 10
    assert found[GroupKey(Level.PROVIDER, "ZN001")] == 10


def test_a_few_elsewhere_hold_both_places_back(where):
    found = running.tranche(cells({NORTH: 97, SOUTH: 3}), NONE, where)
    assert n_of(found) == {NATION: 100}


def test_it_waits_until_most_can_be_shown_where_they_were_given(where):
    assert running.tranche(cells({NORTH: 30, SOUTH: 9}), NONE, where) is None
    assert running.tranche(cells({NORTH: 30, SOUTH: 10}), NONE, where) is not None


def test_a_few_of_a_programme_elsewhere_are_not_given_away(where):
    """All nurses are at one trust but for three, and that trust teaches nobody else: nurses less
    that trust would be the three."""
    few = {NORTH: 40, SOUTH: 40, ("ZN001", "NADULT", "NUR"): 3}
    found = n_of(running.tranche(cells(few), NONE, where))
    assert found[GroupKey(Level.PROVIDER, "ZS001")] == 40
    assert GroupKey(Level.PROFESSION, "NUR") not in found
    assert GroupKey(Level.PROGRAMME, "NADULT") not in found


def test_published_counts_are_read_as_cells_of_the_gate():
    stored = running.add_up(None, np.array([[2, 2, 2, 2, 12]]))
    stored = running.add_up(stored, np.array([[0, 0, 0, 0, 10]]))
    cell = running.RunningRound([MEASURE], {NATION: stored}).cell(NATION, "LS01")
    assert (cell.n, cell.answers, cell.shown) == (30, (2, 2, 2, 2, 22), True)
    assert cell.score == 83.3
    assert cell.positive == 80.0
    assert (cell.low or 0) < 83.3 < (cell.high or 0)


@pytest.mark.parametrize("counts", [[9, 0, 0, 0, 0], [12, 0, 0, 0, 0], [0, 0, 0, 0, 0]])
def test_few_and_alike_and_none_look_the_same(counts):
    stored = running.add_up(None, np.array([counts]))
    found = running.RunningRound([MEASURE], {NATION: stored}).cell(NATION, "LS01")
    assert found == running.RunningRound([MEASURE], {}).cell(NATION, "LS01")
    assert not found.shown
