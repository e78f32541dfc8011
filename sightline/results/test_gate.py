"""What leaves the gate, for one small country."""

import pytest

from sightline.results import gate
from sightline.results.factories import make_dataset, spread
from sightline.results.levels import Audience, GroupKey, Level
from sightline.stats.outliers import Colour

NATION = GroupKey(Level.NATION)


@pytest.fixture
def dataset(country):
    return make_dataset(
        {
            ("ZN001", "ZN001A", "CST"): spread(20),
            ("ZN001", "", "NADULT"): spread(12, seed=1),
            ("ZN002", "", "CST"): spread(30, seed=2),
            ("ZN002", "", "NADULT"): spread(25, seed=3),
            ("ZS001", "", "CST"): spread(40, seed=4),
            ("ZS001", "", "NADULT"): spread(22, seed=5),
            ("ZP00001", "", "CST"): spread(2, seed=6),
        }
    )


def test_a_cell_has_everything_that_a_page_shows(dataset):
    cell = gate.open_round(dataset).cell(NATION, "LS01")
    assert cell.shown
    assert (cell.n, cell.respondents) == (151, 151)
    assert cell.answers is not None
    assert sum(cell.answers) == 151
    assert cell.score is not None
    assert cell.low is not None
    assert cell.high is not None
    assert cell.low < cell.score < cell.high
    assert cell.flag == Colour.WHITE


def test_a_provider_is_compared_with_its_type(dataset):
    cell = gate.open_round(dataset).cell(GroupKey(Level.PROVIDER, "ZN002"), "LS01")
    assert cell.benchmark is not None
    assert cell.benchmark.name == "Acute trusts in England"
    assert cell.flag != Colour.GREY


def test_small_and_unknown_look_alike(dataset):
    opened = gate.open_round(dataset)
    small = opened.cell(GroupKey(Level.PROVIDER, "ZP00001"), "LS01")
    empty = opened.cell(GroupKey(Level.PROVIDER, "NOBODY"), "LS01")
    assert not small.shown
    assert {f: getattr(small, f) for f in small.__slots__ if f != "group"} == {
        f: getattr(empty, f) for f in empty.__slots__ if f != "group"
    }


def test_public_shows_whole_numbers_and_no_counts_of_answers(dataset):
    cell = gate.open_round(dataset, Audience.PUBLIC).cell(NATION, "LS01")
    assert cell.shown
    assert cell.answers is None
    assert cell.score is not None
    assert cell.score == round(cell.score)


def test_the_overview_says_what_the_cells_say(dataset):
    opened = gate.open_round(dataset)
    keys = [*(GroupKey(Level.PROVIDER, code) for code in ("ZN001", "ZP00001", "NOBODY")), NATION]
    codes = ["LS01", "supervision", "never-asked"]
    found = opened.overview(keys, codes)
    for row, cells in enumerate(opened.cells(keys, codes)):
        for column, cell in enumerate(cells):
            assert found.shown[row, column] == cell.shown
            for colour in Colour:
                assert found.are(colour)[row, column] == (cell.shown and cell.flag is colour)
    assert opened.overview([], codes).shown.shape == (0, 3)
