"""Five short answers about one result: how low, how sure, how new, who else, what is being done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from sightline.design import show
from sightline.insight import colours, words
from sightline.insight.change import Change, Direction
from sightline.insight.queries.doing import Doing
from sightline.insight.queries.inside import Tally
from sightline.results.gate import Cell
from sightline.stats.outliers import Colour, QuartilesOf


@dataclass(frozen=True)
class Answer:
    """A figure of the macro `stats`: a value in large letters, what it is, and more in small."""

    value: str
    label: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Beside:
    """The same measure in groups beside this one, and where they are listed."""

    tally: Tally
    of: str  # the place whose groups they are
    href: str


def how_low(cell: Cell) -> Answer:
    """The distance from the benchmark, with the score and the share of positive answers."""
    positive = f" {words.positive(cell)} answered positively." if cell.positive is not None else ""
    if cell.benchmark is None or cell.difference is None:
        return Answer(show.number(cell.score, 1), "score, out of 100", positive.strip())
    return Answer(
        show.number(abs(cell.difference), 1),
        words.points(cell.difference),
        f"{words.compared(cell.benchmark, cell.score)}.{positive}",
    )


def how_sure(cell: Cell, percent: float | None, *, of_branch: bool = False) -> Answer:
    """Whether chance could be the reason, with the interval and the coverage.

    ``of_branch``: only one branch of professions is asked, so nothing is said of all who took part.
    """
    of = f"{show.number(cell.n)} of {show.number(cell.respondents)} here answered"
    note = f"{of} ({show.percent(percent)})." if percent is not None else f"{of}."
    if of_branch:
        note = f"{show.number(cell.n)} answered; only one group of professions is asked."
    if cell.low is not None and cell.high is not None:
        note = f"95% interval {show.number(cell.low, 1)} to {show.number(cell.high, 1)}. {note}"
    if cell.benchmark is None or cell.flag is Colour.GREY:
        return Answer(show.number(cell.n), "answers", note)
    if cell.side and cell.flag not in (Colour.RED, Colour.GREEN):
        return Answer("Clear", f"{cell.side} the average of others like it", note)
    by_learners = cell.benchmark.quartiles_of is QuartilesOf.RESPONDENTS
    value, label = {
        Colour.RED: ("Clear", "unlikely to be chance"),
        Colour.GREEN: ("Clear", "unlikely to be chance"),
        Colour.PINK: ("Unsure", "may be chance"),
        Colour.LIGHT_GREEN: ("Unsure", "may be chance"),
        Colour.WHITE: (
            "Usual",
            "between the quarters of learners’ scores" if by_learners else "in the middle half",
        ),
    }[cell.flag]
    return Answer(value, label, note)


def how_new(found: Change, below_in_a_row: int) -> Answer | None:
    """What became of it since the round before; None for a first round.

    ``below_in_a_row``: for how many rounds it has been below, where it was in both.
    """
    if not found.since:
        return None
    since = f"since {found.since}"
    if found.direction is Direction.FIRST:
        return Answer("New", f"not asked in {found.since}")
    if found.direction is Direction.REWORDED:
        return Answer("Changed", f"question {since}", "The two cannot be compared.")
    if found.was is None or found.direction is Direction.NOT_SHOWN:
        return Answer("Unknown", since, f"{found.since} is not shown here.")
    note = f"It was {show.number(found.was.score, 1)}"
    if found.was.benchmark is not None:
        note += f" ({colours.in_short(found.was).lower()})"
    note += "."
    if found.is_repeat:
        note += f" Below for the {words.ordinal(below_in_a_row)} round in a row."
    value = "No change" if found.direction is Direction.UNCLEAR else str(found.direction)
    label = f"that is clear {since}" if found.direction is Direction.UNCLEAR else since
    return Answer(value, label, note)


def who_else(tallies: Sequence[Tally], beside: Beside | None, href: str) -> Answer | None:
    """How many groups inside and beside this one are red in the same measure; None if none is."""
    inside = [one for one in tallies if one.shown]
    if beside is not None and not beside.tally.shown:
        beside = None
    said = [f"{one.low} of {one.shown} {one.text}" for one in inside[1:]]
    if inside:
        first = inside[0]
        note = escape(f"Also {words.joined(said)}. " if said else "")
        if beside is not None:
            note += Markup('<a href="{}">{} of {} {}</a> in {}.').format(
                beside.href, beside.tally.low, beside.tally.shown, beside.tally.text, beside.of
            )
        return Answer(f"{first.low} of {first.shown}", f"{first.text} here are below", note, href)
    if beside is None:
        return None
    return Answer(
        f"{beside.tally.low} of {beside.tally.shown}",
        f"{beside.tally.text} in {beside.of} are below",
        "This one is counted among them.",
        beside.href,
    )


def what_is_done(found: Doing, href: str) -> Answer:
    """How much is recorded about it."""
    if found.nothing:
        return Answer("Nothing", "recorded about this result", href=href)
    first, *rest = found.counted
    value, _, more = first.partition(", ")
    note = [more] if more else []
    note += rest
    text = "; ".join(note)
    return Answer(
        value, "about this result", f"{text[:1].upper()}{text[1:]}." if text else "", href
    )
