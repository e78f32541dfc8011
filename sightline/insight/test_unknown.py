"""What a page says it does not know."""

from dataclasses import replace

import pytest

from sightline.insight.change import Change, Direction
from sightline.insight.queries.inside import Inside
from sightline.insight.queries.lines import Line, Point, most_changed
from sightline.insight.unknown import NO_RATE, unknown, withheld
from sightline.results import gate
from sightline.results.gate import Cell, MeasureInfo
from sightline.results.levels import NATION, GroupKey, Level

KEY = GroupKey(Level.PROVIDER, "ZN001")


def line(code: str, n: int | None, *, branch: str = "", change: Change | None = None) -> Line:
    info = MeasureInfo(code, f"About {code}", "item", "", "", branch, (), ())
    cell = Cell(KEY, code, shown=n is not None, n=n, score=None if n is None else 70.0)
    return Line(info, cell, change or Change(Direction.UNCLEAR))


def point(label: str, n: int | None) -> Point:
    return Point(label, line("A", n).cell, "")


def test_coverage_is_that_of_the_question_answered_least_and_asked_of_everybody():
    said = unknown([line("A", 90), line("B", 60), line("C", 40, branch="x")], 100, [], None)
    assert said[0] == NO_RATE
    assert "“About B” was answered by 60 of 100 (60%), the fewest." in said[1]


def test_hidden_and_small_are_counted():
    said = unknown([line("A", 90), line("B", None), line("C", 12)], 90, [], None)
    assert any(one.startswith("1 of 3 questions and themes is not shown here") for one in said)
    assert any(one.startswith("1 of the 2 shown has fewer than 30 answers") for one in said)


def test_gaps_of_the_trend_and_groups_without_figures_are_named():
    trend = [point("Summer 2025", None), point("Summer 2026", 50)]
    said = unknown([line("A", 50)], 50, trend, Inside(Level.SITE, "sites", [], 3))
    assert "Nothing can be said of Summer 2025: it is not shown here." in said
    assert "All sites here (3) have nothing to show." in said


def test_one_place_without_figures_is_said_as_one():
    said = unknown([], None, [], Inside(Level.PROVIDER, "providers", [], 1))
    assert "All providers here (1) have nothing to show." in said


def test_what_is_withheld_is_said_and_of_whom_it_is_not(rounds, country):
    """A place that nobody answered for and one with too few are counted as one."""
    opened = gate.open_round(rounds.now)
    said = [line("A", 50), line("B", 40)]
    region = GroupKey(Level.REGION, "YN1")
    both = withheld(opened, region, said, Level.PROVIDER, "providers")
    assert both[0] == "All 2 questions and themes are shown here: none of them is withheld."
    inside = opened.children(region, Level.PROVIDER)
    hidden = sum(not opened.cell(one, "LS01").shown for one in inside)
    assert 0 < hidden < len(inside)
    has = "has" if hidden == 1 else "have"
    assert both[1].startswith(
        f"{hidden} of {len(inside)} providers {has} no figures shown: too few"
    )
    sites = withheld(opened, KEY, [line("A", None)], Level.SITE, "sites")
    assert sites == ["None of the sites here is withheld as a whole (1 shown)."]
    nation = withheld(opened, NATION, [line("A", None)], Level.PROVIDER, "providers")
    assert len(nation) == 1
    assert "no figures shown" in nation[0]


def test_one_round_has_no_change():
    assert any("one round only" in one for one in unknown([], None, [point("2026", 9)], None))


def test_a_group_with_nothing_to_show_tells_nothing_of_its_size():
    hidden = [line("A", None), line("B", None)]
    assert unknown(hidden, None, [], None) == unknown(hidden, 4, [], None)


@pytest.mark.parametrize("direction", [Direction.UNCLEAR, Direction.FIRST, Direction.REWORDED])
def test_only_clear_changes_are_listed(direction):
    assert most_changed([line("A", 50, change=Change(direction))]) == []


def test_the_largest_change_stands_first():
    def moved(code: str, was: float, direction: Direction) -> Line:
        before = replace(line(code, 50).cell, score=was)
        return line(code, 50, change=Change(direction, "2025", before))

    said = [moved("A", 65, Direction.BETTER), moved("B", 85, Direction.WORSE)]
    assert [one.info.code for one in most_changed(said)] == ["B", "A"]
