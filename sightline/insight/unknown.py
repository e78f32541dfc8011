"""What a page of results does not know, in sentences. Pure: takes cells that passed the gate."""

from __future__ import annotations

from collections.abc import Sequence

from sightline.design import show
from sightline.insight.queries.inside import Inside
from sightline.insight.queries.lines import Line, Point
from sightline.results.gate import GroupKey, Level, Round

#: With fewer answers an interval is wider than most differences between places.
FEW = 30
NO_RATE = (
    "How many learners could have taken part is not known, so there is no response rate, and "
    "those who did not answer may have answered otherwise."
)


def unknown(
    said: Sequence[Line],
    respondents: int | None,
    trend: Sequence[Point],
    inside: Inside | None,
) -> list[str]:
    """Sentences on coverage, what is hidden, and what is small.

    ``said`` are the measures asked here, ``trend`` the rounds of one theme, ``inside`` the groups
    listed on the page. A group of which nothing is shown gives the same for few as for none.
    """
    found = [NO_RATE]
    shown = [line for line in said if line.cell.shown]
    everybodys = [line for line in shown if not line.info.branch]
    if everybodys and respondents:
        least = min(everybodys, key=lambda line: line.cell.n or 0)
        share = 100 * (least.cell.n or 0) / respondents
        if share < 100:
            found.append(
                f"Not everybody answered everything: “{least.info.label}” was answered by "
                f"{show.number(least.cell.n)} of {show.number(respondents)} ({show.percent(share)})"
                ", the fewest."
            )
    hidden = len(said) - len(shown)
    if hidden:
        are = "is" if hidden == 1 else "are"
        found.append(
            f"{hidden} of {show.pluralise(len(said), 'question or theme', 'questions and themes')} "
            f"{are} not shown here: too few answers, or showing them would reveal a small group."
        )
    few = [line for line in shown if (line.cell.n or 0) < FEW]
    if few:
        has = "has" if len(few) == 1 else "have"
        found.append(
            f"{len(few)} of the {len(shown)} shown {has} fewer than {FEW} answers: their intervals "
            "are wide, and a difference must be large to be seen."
        )
    gaps = [point.label for point in trend if not point.cell.shown]
    if gaps:
        found.append(f"Nothing can be said of {', '.join(gaps)}: it is not shown here.")
    if len(trend) == 1:
        found.append("There is one round only, so nothing can be said of change.")
    if inside is not None and inside.count_of_hidden:
        whole = inside.count_of_hidden + len(inside.rows)
        found.append(f"{_of_many(inside.count_of_hidden, whole, inside.text)} nothing to show.")
    return found


def withheld(
    round_: Round, key: GroupKey, said: Sequence[Line], level: Level, many: str
) -> list[str]:
    """What a report says of what is withheld from it: how much, and never of whom it is.

    ``many`` is what groups of ``level`` inside ``key`` are called. A group too small to show and
    one that nobody answered in are counted as one.
    """
    found = []
    if said and all(line.cell.shown for line in said):
        found.append(
            f"All {len(said)} questions and themes are shown here: none of them is withheld."
        )
    inside = round_.children(key, level)
    if inside:
        shown = round_.overview(inside, [one.code for one in round_.measures]).shown.any(axis=1)
        hidden = len(inside) - int(shown.sum())
        found.append(
            f"{_of_many(hidden, len(inside), many)} no figures shown: too few answers, none, or "
            "showing them would reveal a small group. Such answers count in the figures above."
            if hidden
            else f"None of the {many} here is withheld as a whole ({len(inside)} shown)."
        )
    return found


def _of_many(hidden: int, whole: int, many: str) -> str:
    """ "2 of 3 sites have", "1 of 3 sites has", "All sites here (1) have"."""
    if hidden == whole:
        return f"All {many} here ({whole}) have"
    return f"{hidden} of {whole} {many} {'has' if hidden == 1 else 'have'}"
