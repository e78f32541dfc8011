"""The five answers at the top of a measure's page, from what the viewer may see."""

from __future__ import annotations

from collections.abc import Sequence

from sightline.access.viewer import Viewer
from sightline.insight import answers, links, tables
from sightline.insight.answers import Answer, Beside
from sightline.insight.pages.opened import Opened
from sightline.insight.pages.places import ANCHOR
from sightline.insight.queries import inside
from sightline.insight.queries.doing import Doing
from sightline.insight.queries.lines import Line, Point, below_in_a_row
from sightline.insight.scope import Group
from sightline.results.levels import CROSSINGS, GroupKey, Level

#: Levels inside a group that are counted at the top of the page.
MOST_TALLIES = 3
#: The place whose groups of the same level stand beside a group, by preference.
_BESIDE = {
    Level.SITE: (Level.PROVIDER,),
    Level.PROVIDER: (Level.REGION, Level.ICB),
    Level.ICB: (Level.REGION,),
    Level.REGION: (Level.NATION,),
}


def answers_about(
    viewer: Viewer, found: Opened, line: Line, trend: Sequence[Point], done: Doing
) -> list[Answer]:
    """The answers at the top of the page, as far as there are answers.

    ``trend`` are the rounds of the measure, oldest first.
    """
    cell = line.cell
    measure = line.info.code
    tallies = [
        inside.tally(found.reading.round, viewer, found.group, level, measure)
        for level in inside.levels(found.group)[:MOST_TALLIES]
    ]
    beside = _beside(viewer, found, measure) if found.group.shows_own_results else None
    about_itself: list[Answer | None] = []
    if cell.shown and found.group.shows_own_results:
        about_itself = [
            answers.how_low(cell),
            answers.how_sure(
                cell, tables.coverage(cell, line.info), of_branch=bool(line.info.branch)
            ),
            answers.how_new(line.change, below_in_a_row(trend, found.reading.dataset.label)),
        ]
    every = [
        *about_itself,
        answers.who_else(tallies, beside, ANCHOR),
        answers.what_is_done(done, "#doing"),
    ]
    return [one for one in every if one is not None]


def _beside(viewer: Viewer, found: Opened, measure: str) -> Beside | None:
    """The same measure in the groups beside this one that the viewer may open."""
    key = found.group.key
    if key.level in CROSSINGS:
        taught = Level.PROGRAMME if key.level is Level.PROVIDER_PROGRAMME else Level.PROFESSION
        one = found.group.programme or found.group.profession
        parent, name = GroupKey(taught, key.other_code), one.name if one else ""
    else:
        wanted = _BESIDE.get(key.level, ())
        fitting = [one for level in wanted for one in found.above if one[0].level is level]
        if not fitting:
            return None
        parent, name = fitting[0]
    tally = inside.tally(found.reading.round, viewer, Group(parent), key.level, measure)
    if tally.shown < 2:
        return None
    href = links.item(parent, measure, found.reading.plus(inside=key.level.value) + ANCHOR)
    return Beside(tally, name, href)
