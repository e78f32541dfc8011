"""What the colours say, in words that follow the rule that made them (results.flags). Pure."""

from __future__ import annotations

from typing import Protocol

from sightline.design import flags, show
from sightline.insight import words
from sightline.results.gate import Cell
from sightline.stats.outliers import Colour, QuartilesOf, Side

#: How a colour of a theme is made where quarters are of learners' scores, and what it leaves open.
OF_LEARNERS = (
    "The quarters of a theme are those of learners’ scores at places like this. Learners differ "
    "more than places do, so a place can be lowest of all and still lie between the quarters; "
    "where it is clearly below the average of others like it, that is said beside it."
)
OF_PLACES = "those of the places’ scores"


class Ruled(Protocol):
    """A round, as far as its rules go."""

    def quartiles_of(self, *, is_theme: bool) -> QuartilesOf: ...


def placed(cell: Cell) -> str:
    """Where a result stands in its benchmark group, never without the interval of its score."""
    if not cell.shown:
        return words.WITHHELD
    if cell.benchmark is None or cell.flag is Colour.GREY:
        return f"A score of {show.number(cell.score, 1)} out of 100."
    of = f"the {show.number(cell.benchmark.groups)} shown in “{cell.benchmark.name}”"
    by_learners = cell.benchmark.quartiles_of is QuartilesOf.RESPONDENTS
    quarter = _quarter(cell.flag, by_learners=by_learners)
    if not quarter:
        where = f"Clearly {'below' if cell.flag is Colour.RED else 'above'} the average of {of}"
    elif cell.side:
        beside = "learners’ scores there" if by_learners else "their scores"
        where = f"Clearly {cell.side} the average of {of}, though {quarter} {beside}"
    else:
        whose = f"learners’ scores at {of}" if by_learners else of
        chance = "" if cell.flag is Colour.WHITE else ", but that may be chance"
        where = f"{quarter[:1].upper()}{quarter[1:]} {whose}{chance}"
    return f"{where}. {words.scored(cell)}"


def _quarter(colour: Colour, *, by_learners: bool) -> str:
    """In which quarters a score lies; empty where the colour says more."""
    return {
        Colour.PINK: "in the lowest quarter of",
        Colour.WHITE: "between the lowest and the highest quarter of"
        if by_learners
        else "in the middle half of",
        Colour.LIGHT_GREEN: "in the highest quarter of",
    }.get(colour, "")


def in_short(cell: Cell) -> str:
    """What a table says of a cell's flag."""
    return said(cell.flag, cell.side)


def said(flag: Colour, side: Side) -> str:
    """A flag's word, never alone where it hides a clear difference from the average: "Below",
    "Middle, clearly below average"."""
    word = flags.named(flag).word
    if not side or flag in (Colour.RED, Colour.GREEN):
        return word
    return f"{word}, clearly {side} average"


def quarters_of_themes(round_: Ruled) -> str:
    """The same of themes alone."""
    if round_.quartiles_of(is_theme=True) is QuartilesOf.RESPONDENTS:
        return OF_LEARNERS
    return f"The quarters of a theme are {OF_PLACES}."


def quarters(round_: Ruled) -> str:
    """Whose quarters make the colours of a round, and what a colour of a theme leaves open."""
    questions = round_.quartiles_of(is_theme=False)
    themes = round_.quartiles_of(is_theme=True)
    if questions is themes is QuartilesOf.UNITS:
        return f"The quarters are {OF_PLACES}."
    if themes is QuartilesOf.UNITS:
        return f"The quarters of a theme are {OF_PLACES}, those of a question of learners’ scores."
    if questions is QuartilesOf.UNITS:
        return f"The quarters of a question are {OF_PLACES}. {OF_LEARNERS}"
    return f"{OF_LEARNERS} Those of a question are made in the same way."
