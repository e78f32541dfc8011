"""What is said of colours follows the rule that made them."""

import re
from dataclasses import replace

import pytest

from sightline.design import flags
from sightline.insight import answers, colours, words
from sightline.insight.reports import parts
from sightline.insight.test_words import GROUP, cell
from sightline.results.gate import Cell
from sightline.results.levels import NATION
from sightline.stats.outliers import Colour, QuartilesOf, Side

BY_LEARNERS = replace(GROUP, quartiles_of=QuartilesOf.RESPONDENTS)
MIDDLING = (Colour.PINK, Colour.WHITE, Colour.LIGHT_GREEN)


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        (Colour.RED, "Clearly below the average of"),
        (Colour.PINK, "In the lowest quarter of"),
        (Colour.WHITE, "In the middle half of"),
        (Colour.LIGHT_GREEN, "In the highest quarter of"),
        (Colour.GREEN, "Clearly above the average of"),
    ],
)
def test_a_place_in_the_benchmark_group_is_said_with_its_size(flag, said):
    sentence = colours.placed(cell(flag))
    assert sentence.startswith(f"{said} the 120 shown in “Acute trusts in England”")
    assert ("chance" in sentence) == (flag in (Colour.PINK, Colour.LIGHT_GREEN))
    assert re.search(r"score is 35\.6, and lies between \d+\.\d and \d+\.\d with 95%", sentence)


def test_without_a_benchmark_there_is_no_place():
    assert colours.placed(cell(Colour.WHITE, None)) == "A score of 35.6 out of 100."
    assert colours.placed(cell(Colour.GREY)) == "A score of 35.6 out of 100."


def test_withheld_says_no_number():
    said = colours.placed(Cell(NATION, "LS08", shown=False))
    assert said == words.WITHHELD
    assert not any(letter.isdigit() for letter in said)


def test_quarters_of_learners_are_not_called_the_half_of_places():
    said = colours.placed(cell(Colour.WHITE, BY_LEARNERS))
    assert said.startswith(
        "Between the lowest and the highest quarter of learners’ scores at the 120 shown in "
        "“Acute trusts in England”. "
    )
    low = colours.placed(cell(Colour.PINK, BY_LEARNERS))
    assert low.startswith("In the lowest quarter of learners’ scores at the 120 shown in")


@pytest.mark.parametrize("side", [Side.BELOW, Side.ABOVE])
@pytest.mark.parametrize("benchmark", [GROUP, BY_LEARNERS])
@pytest.mark.parametrize("flag", MIDDLING)
def test_a_middle_that_is_clearly_off_the_average_never_stands_alone(flag, benchmark, side):
    one = replace(cell(flag, benchmark), side=side)
    placed = colours.placed(one)
    assert placed.startswith(f"Clearly {side} the average of the 120 shown in")
    assert "chance" not in placed
    word = flags.named(flag).word
    assert colours.in_short(one) == f"{word}, clearly {side} average"
    assert parts.compared(one).endswith(f"{word}, clearly {side} average")
    sure = answers.how_sure(one, 97)
    assert (sure.value, sure.label) == ("Clear", f"{side} the average of others like it")


@pytest.mark.parametrize("flag", Colour)
def test_a_flag_that_hides_nothing_is_its_word(flag):
    assert colours.in_short(cell(flag)) == flags.named(flag).word
    clear = replace(cell(flag), side=Side.BELOW)
    alone = flag in (Colour.RED, Colour.GREEN)
    assert (colours.in_short(clear) == flags.named(flag).word) == alone


def test_the_usual_is_that_of_the_rule():
    assert answers.how_sure(cell(Colour.WHITE), 97).label == "in the middle half"
    by_learners = answers.how_sure(cell(Colour.WHITE, BY_LEARNERS), 97)
    assert by_learners.label == "between the quarters of learners’ scores"


class Ruling:
    """A round, as far as its rules go."""

    def __init__(
        self,
        items: QuartilesOf = QuartilesOf.UNITS,
        themes: QuartilesOf = QuartilesOf.RESPONDENTS,
    ) -> None:
        self.items, self.themes = items, themes

    def quartiles_of(self, *, is_theme: bool) -> QuartilesOf:
        return self.themes if is_theme else self.items


def test_whose_quarters_are_meant_is_what_the_settings_say():
    usual = colours.quarters(Ruling())
    assert usual.startswith("The quarters of a question are those of the places’ scores.")
    assert "of a theme are those of learners’ scores at places like this" in usual
    assert "lowest of all and still lie between the quarters" in usual
    places = colours.quarters(Ruling(themes=QuartilesOf.UNITS))
    assert places == "The quarters are those of the places’ scores."
    assert colours.quarters_of_themes(Ruling()) == colours.OF_LEARNERS
    of_places = colours.quarters_of_themes(Ruling(themes=QuartilesOf.UNITS))
    assert of_places == "The quarters of a theme are those of the places’ scores."
    learners = (QuartilesOf.RESPONDENTS, QuartilesOf.UNITS)
    said = colours.quarters(Ruling(*learners))
    assert said.startswith("The quarters of a theme are those of the places’ scores")
