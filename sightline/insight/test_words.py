"""What is said of numbers."""

from dataclasses import replace

import pytest

from sightline.design import flags
from sightline.insight import answers, tables, words
from sightline.insight.answers import Beside
from sightline.insight.change import Change, Direction
from sightline.insight.queries.doing import Doing
from sightline.insight.queries.inside import Tally
from sightline.listen.silence.models import NoAction
from sightline.results.gate import Benchmark, Cell, MeasureInfo
from sightline.results.levels import NATION
from sightline.stats.outliers import Colour

GROUP = Benchmark("Acute trusts in England", 120, 69.6, 65.0, 74.0, 0.01)


def cell(
    flag: Colour = Colour.RED, benchmark: Benchmark | None = GROUP, score: float = 35.6
) -> Cell:
    return Cell(
        NATION,
        "LS08",
        shown=True,
        n=94,
        respondents=97,
        score=score,
        low=29.5,
        high=41.8,
        positive=24.0,
        benchmark=benchmark,
        difference=None if benchmark is None else round(score - benchmark.score, 1),
        flag=flag,
    )


def test_the_distance_is_said_with_both_scores():
    found = answers.how_low(cell())
    assert (found.value, found.label) == ("34.0", "points below the average")
    assert found.note == "Score 35.6; their average is 69.6. 24% answered positively."
    assert answers.how_low(cell(score=80.0)).label == "points above the average"
    assert answers.how_low(cell(score=69.6)).label == "points from the average"
    alone = answers.how_low(cell(benchmark=None))
    assert (alone.value, alone.label) == ("35.6", "score, out of 100")


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        (Colour.RED, "Clear"),
        (Colour.GREEN, "Clear"),
        (Colour.PINK, "Unsure"),
        (Colour.LIGHT_GREEN, "Unsure"),
        (Colour.WHITE, "Usual"),
    ],
)
def test_chance_and_coverage_are_said_together(flag, value):
    found = answers.how_sure(cell(flag), 96.9)
    assert found.value == value
    assert found.note == "95% interval 29.5 to 41.8. 94 of 97 here answered (97%)."


def test_without_a_benchmark_only_the_answers_are_counted():
    assert answers.how_sure(cell(Colour.WHITE, None), None).value == "94"


@pytest.mark.parametrize(
    ("change", "value", "note"),
    [
        (Change(Direction.WORSE, "Autumn 2024", cell(Colour.WHITE, score=66.8)), "Worse",
         "It was 66.8 (middle)."),
        (Change(Direction.UNCLEAR, "Autumn 2024", cell(), is_repeat=True), "No change",
         "It was 35.6 (below). Below for the 2nd round in a row."),
        (Change(Direction.BETTER, "Autumn 2024", cell(benchmark=None)), "Better", "It was 35.6."),
        (Change(Direction.NOT_SHOWN, "Autumn 2024"), "Unknown", "Autumn 2024 is not shown here."),
        (Change(Direction.REWORDED, "Autumn 2024"), "Changed", "The two cannot be compared."),
        (Change(Direction.FIRST, "Autumn 2024"), "New", ""),
    ],
)  # fmt: skip
def test_what_is_new_is_said_with_what_was(change, value, note):
    found = answers.how_new(change, 2)
    assert found is not None
    assert (found.value, found.note) == (value, note)


def test_a_first_round_has_no_answer_on_what_is_new():
    assert answers.how_new(Change(Direction.FIRST), 0) is None


SITES = Tally("sites", 7, 8)
PROGRAMMES = Tally("programmes", 4, 6)
BESIDE = Beside(Tally("providers", 8, 62), "H & D", "/x/?a=1&b=2")


def test_who_else_counts_inside_and_beside():
    found = answers.who_else([SITES, PROGRAMMES], BESIDE, "#inside")
    assert found is not None
    assert (found.value, found.label, found.href) == ("7 of 8", "sites here are below", "#inside")
    assert found.note == (
        'Also 4 of 6 programmes. <a href="/x/?a=1&amp;b=2">8 of 62 providers</a> in H &amp; D.'
    )


def test_levels_where_nothing_is_shown_are_left_out():
    none = Tally("sites", 0, 0)
    found = answers.who_else([none, PROGRAMMES], None, "#inside")
    assert found is not None
    assert (found.value, found.label, found.note) == ("4 of 6", "programmes here are below", "")
    beside = answers.who_else([none], BESIDE, "#inside")
    assert beside is not None
    assert (beside.value, beside.href) == ("8 of 62", "/x/?a=1&b=2")
    assert answers.who_else([none], Beside(none, "Hill", "/x/"), "#inside") is None
    assert answers.who_else([], None, "") is None


def test_where_one_branch_is_asked_the_others_do_not_look_like_silence():
    info = MeasureInfo("NU01", "Of nurses", "item", "", "", "nursing", (), ())
    assert tables.coverage(cell(), info) is None
    said = answers.how_sure(cell(), None, of_branch=True).note
    assert "94 answered; only one group of professions is asked." in said
    assert "of 97" not in said
    everybody = replace(info, branch="")
    assert tables.coverage(cell(), everybody) == pytest.approx(100 * 94 / 97)


def test_reasons_for_no_action_are_counted_as_people_speak():
    found = Doing([], [], [], no_actions=[NoAction()] * 3)
    assert found.counted == ["3 reasons for no action"]
    more = replace(found, cut=frozenset({"no_actions"}))
    assert more.counted == ["3+ reasons for no action"]


def test_nothing_done_is_said():
    found = answers.what_is_done(Doing([], [], []), "#doing")
    assert (found.value, found.label) == ("Nothing", "recorded about this result")


@pytest.mark.parametrize(
    ("parts", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_parts_are_joined_as_people_speak(parts, said):
    assert words.joined(parts) == said


def test_every_colour_has_a_word_in_the_key():
    assert {flags.named(colour).colour for colour in Colour} == set(flags.FLAGS)
