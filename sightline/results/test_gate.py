"""What leaves the gate, for one small country."""

import numpy as np
import pytest

from sightline.results import gate, mart
from sightline.results.factories import make_dataset, spread
from sightline.results.levels import NATION, Audience, GroupKey, Level
from sightline.stats import outliers
from sightline.stats.outliers import Colour, QuartilesOf, Side


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


def test_a_theme_can_lie_clearly_below_the_average_in_the_middle_of_learners_scores(country):
    """Learners' scores differ more than places do: the quarters do not show it, the side does."""
    dataset = make_dataset(
        {
            ("ZN001", "", "CST"): [[2, 2, 2], [3, 3, 3], [4, 4, 4]] * 60,
            ("ZN002", "", "CST"): [[1, 1, 1], [5, 5, 5], [5, 5, 5]] * 60,
        }
    )
    place = GroupKey(Level.PROVIDER, "ZN001")
    cell = gate.open_round(dataset).cell(place, "supervision")
    assert cell.benchmark is not None
    assert cell.benchmark.quartiles_of is QuartilesOf.RESPONDENTS
    assert (cell.flag, cell.side) == (Colour.WHITE, Side.BELOW)
    question = gate.open_round(dataset).cell(place, "LS01")
    assert question.benchmark is not None
    assert question.benchmark.quartiles_of is QuartilesOf.UNITS
    public = gate.open_round(dataset, Audience.PUBLIC)
    assert public.cell(place, "supervision").side is Side.NEITHER


def test_beside_its_own_benchmark_a_group_lies_as_its_cell_says(dataset):
    """Neither the mean nor the difference is worked out from numbers that were rounded before."""
    opened = gate.open_round(dataset)
    place = GroupKey(Level.PROVIDER, "ZN002")
    peers = [GroupKey(Level.PROVIDER, code) for code in ("ZN001", "ZN002", "ZS001", "NOBODY")]
    codes = ["LS01", "LS02", "supervision", "never-asked"]
    for code in codes:
        cell, found = opened.cell(place, code), opened.against(place, peers, code)
        if cell.benchmark is None:
            assert found is None
        else:
            assert found == (cell.benchmark.score, cell.difference)
    hidden = GroupKey(Level.PROVIDER, "ZP00001")
    assert opened.against(hidden, peers, "LS01") is None
    with pytest.raises(ValueError, match="fixed benchmarks"):
        gate.open_round(dataset, Audience.PUBLIC).against(place, peers, "LS01")


def test_without_a_benchmark_there_is_no_side(dataset):
    opened = gate.open_round(dataset)
    assert opened.cell(NATION, "supervision").side is Side.NEITHER
    hidden = opened.cell(GroupKey(Level.PROVIDER, "ZP00001"), "supervision")
    assert hidden.side is Side.NEITHER


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


@pytest.mark.parametrize("audience", list(Audience))
def test_the_scores_are_those_of_the_cells(dataset, audience):
    opened = gate.open_round(dataset, audience)
    keys = [*(GroupKey(Level.PROVIDER, code) for code in ("ZN001", "ZP00001", "NOBODY")), NATION]
    codes = ["LS01", "supervision", "never-asked"]
    found = opened.scores(keys, codes)
    for row, cells in enumerate(opened.cells(keys, codes)):
        for column, cell in enumerate(cells):
            assert found.shown[row, column] == cell.shown
            assert found.compared[row, column] == (cell.benchmark is not None)
            assert outliers.SIDES[found.sides[row, column]] is cell.side
            if cell.shown:
                assert found.scores[row, column] == cell.score
            else:
                assert np.isnan(found.scores[row, column])
    assert opened.scores([], codes).scores.shape == (0, 3)


def test_children_and_parents_follow_the_places(dataset):
    opened = gate.open_round(dataset)
    trust = GroupKey(Level.PROVIDER, "ZN001")
    assert opened.children(NATION, Level.REGION) == [
        GroupKey(Level.REGION, "YN1"),
        GroupKey(Level.REGION, "YS1"),
    ]
    assert opened.children(GroupKey(Level.REGION, "YN1"), Level.ICB) == [
        GroupKey(Level.ICB, "QN1"),
        GroupKey(Level.ICB, "QN2"),
    ]
    assert opened.children(GroupKey(Level.ICB, "QN1"), Level.PROVIDER) == [
        trust,
        GroupKey(Level.PROVIDER, "ZP00001"),
    ]
    assert opened.children(trust, Level.SITE) == [GroupKey(Level.SITE, "ZN001A")]
    assert opened.children(GroupKey(Level.PROFESSION, "NUR"), Level.PROGRAMME) == [
        GroupKey(Level.PROGRAMME, "NADULT")
    ]
    assert opened.children(GroupKey(Level.PROGRAMME, "NADULT"), Level.SITE) == []
    assert opened.parents(GroupKey(Level.SITE, "ZN001A")) == (
        NATION,
        GroupKey(Level.REGION, "YN1"),
        GroupKey(Level.ICB, "QN1"),
        trust,
    )
    assert opened.parents(GroupKey(Level.PROVIDER_PROGRAMME, "ZN001", "CST"))[-1] == trust
    assert opened.parents(GroupKey(Level.PROGRAMME, "CST")) == (
        NATION,
        GroupKey(Level.PROFESSION, "MED"),
    )
    assert opened.parents(GroupKey(Level.PROVIDER, "NOBODY")) == opened.parents(NATION) == ()


@pytest.mark.parametrize(
    ("key", "known"),
    [
        (NATION, True),
        (GroupKey(Level.NATION, "FRA"), False),
        (GroupKey(Level.PROVIDER, "ZP00001"), True),
        (GroupKey(Level.PROVIDER, "ZN001A"), False),
        (GroupKey(Level.SITE, "ZN001A"), True),
        (GroupKey(Level.PROVIDER_PROGRAMME, "ZP00001", "NADULT"), True),
        (GroupKey(Level.PROVIDER_PROGRAMME, "ZP00001", "NUR"), False),
        (GroupKey(Level.PROVIDER_PROFESSION, "ZP00001", "NUR"), True),
        (GroupKey(Level.PROVIDER, "ZN001", "CST"), False),
    ],
)
def test_what_a_round_knows(dataset, key, known):
    assert gate.open_round(dataset).has(key) is known


def test_cells_come_in_the_order_asked_for(dataset):
    opened = gate.open_round(dataset)
    keys = [GroupKey(Level.PROVIDER, "ZS001"), GroupKey(Level.PROVIDER, "NOBODY"), NATION]
    lines = opened.cells(keys, ["LS02", "nothing", "supervision"])
    assert [[cell.group for cell in line] for line in lines] == [[key] * 3 for key in keys]
    assert [cell.measure for cell in lines[0]] == ["LS02", "nothing", "supervision"]
    assert [cell.shown for cell in lines[0]] == [True, False, True]
    assert not any(cell.shown for cell in lines[1])
    assert opened.cells([], ["LS01"]) == []
    assert opened.cells([NATION], []) == [[]]


def test_a_round_stays_open_and_nobody_can_change_it(dataset):
    assert gate.open_round(dataset) is gate.open_round(dataset)
    assert gate.open_round(dataset) is not gate.open_round(dataset, Audience.PUBLIC)


def test_a_dataset_without_files_says_so(dataset):
    dataset.folder = "never-prepared"
    with pytest.raises(mart.NotPrepared, match="not there"):
        gate.open_round(dataset)


def test_every_number_explains_itself(dataset):
    opened = gate.open_round(dataset)
    item = opened.explain(GroupKey(Level.PROVIDER, "ZN002"), "LS01")
    assert item.title == "Supervisor available"
    assert "Strongly agree = 100" in item.formula[0]
    assert any("55 of the 55 people" in line for line in item.inputs)
    assert any("Acute trusts in England" in line for line in item.inputs)
    assert any("fewer than 5" in line for line in item.exclusions)
    assert item.dates[0] == "Answers were collected from 1 May 2026 to 31 July 2026."
    assert any("learners-2026.csv" in line for line in item.source)
    assert "These data are made up." in item.source
    theme = opened.explain(NATION, "supervision")
    assert any("Supervisor available; Feedback is useful" in line for line in theme.inputs)
    assert opened.explain(NATION, "nothing").title == "This round did not ask it"


def test_the_explanation_of_a_withheld_number_gives_no_number(dataset):
    opened = gate.open_round(dataset)
    small = opened.explain(GroupKey(Level.PROVIDER, "ZP00001"), "LS01")
    empty = opened.explain(GroupKey(Level.PROVIDER, "NOBODY"), "LS01")
    assert small == empty
    assert "No number is shown here, so there are no inputs to list." in small.inputs


def test_nothing_at_all_is_shown_of_a_survey_that_two_people_answered(country):
    dataset = make_dataset({("ZN001", "", "CST"): [[1, 2, 3], [3, 4, 5]]})
    opened = gate.open_round(dataset)
    assert opened.respondents(NATION) is None
    assert not opened.cell(NATION, "LS01").shown
    assert not any("took part" in line for line in opened.explain(NATION, "LS01").source)


def test_numbers_for_comparing_say_what_the_cells_say(dataset):
    opened = gate.open_round(dataset)
    keys = [NATION, GroupKey(Level.PROVIDER, "ZN002"), GroupKey(Level.PROVIDER, "ZP00001")]
    codes = [one.code for one in opened.measures]
    found = opened.numbers(keys, codes)
    for row, cells in enumerate(opened.cells(keys, codes)):
        for column, cell in enumerate(cells):
            if not cell.shown:
                assert np.isnan([found.n[row, column], found.score[row, column]]).all()
                assert np.isnan(found.sd[row, column])
                continue
            assert (found.n[row, column], found.score[row, column]) == (cell.n, cell.score)
            half = 1.96 * found.sd[row, column] / found.n[row, column] ** 0.5
            assert found.score[row, column] + half == pytest.approx(cell.high, abs=0.11)
    with pytest.raises(ValueError, match="no spread"):
        gate.open_round(dataset, Audience.PUBLIC).numbers(keys, codes)
