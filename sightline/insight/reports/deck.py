"""Slides about a place of any level: every number passed the gate, every record the scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from sightline.access.viewer import Viewer
from sightline.commitments.words import Status
from sightline.design import flags, show
from sightline.design.documents import fitting, powerpoint
from sightline.design.documents.content import Column, Document, Grid, Page, Section, Stack, cut
from sightline.insight import gaps, unknown
from sightline.insight import words as insight_words
from sightline.insight.peers import usual
from sightline.insight.queries import among, doing, equity, inside
from sightline.insight.queries.lines import Line, lines, most_changed, points, said_of_themes
from sightline.insight.reading import Reading
from sightline.insight.reports import parts
from sightline.insight.reports.provider import AUTHOR, foot
from sightline.insight.scope import Group
from sightline.listen.comments import queries as comments
from sightline.results.gate import MeasureInfo
from sightline.results.levels import Level
from sightline.stats.outliers import Colour

#: Levels that slides are made of.
LEVELS = (Level.NATION, Level.REGION, Level.ICB, Level.PROVIDER)
#: Of the groups inside a place, those that the table of places and themes is of.
_ROWS = {
    Level.NATION: Level.REGION,
    Level.REGION: Level.ICB,
    Level.ICB: Level.PROVIDER,
    Level.PROVIDER: Level.PROVIDER_PROFESSION,
}
_MOST_ROWS, _MOST_RECORDS = 14, 8
_COLOURS = (Colour.RED, Colour.PINK, Colour.WHITE, Colour.LIGHT_GREEN, Colour.GREEN)


def slides(found: Reading, group: Group, viewer: Viewer) -> Document:
    """The slides, each shortened to what it holds."""
    said = lines(found, group.key, found.round.measures)
    asked = [one for one in said if one.cell.shown or not one.info.branch]
    themes = [one for one in asked if one.info.is_theme]
    respondents = found.round.respondents(group.key)
    done = doing.doing(viewer, group, most=200)
    is_open = [one for one in done.concerns if one.is_open]
    today = timezone.localdate()
    within = Level.SITE if group.key.level is Level.PROVIDER else Level.PROVIDER
    sections = [
        *_themes(found, themes),
        parts.stands_out(asked, found.since, most=10),
        *(
            [parts.changed(most_changed(asked), found.since, found.dataset.label, most=10)]
            if found.since
            else []
        ),
        *_places(found, group, viewer, themes),
        *_equity(found, group, themes),
        _written(found, group),
        parts.concerns(is_open, most=_MOST_RECORDS),
        parts.commitments(
            [one for one in done.commitments if one.status != Status.KEPT], most=_MOST_RECORDS
        ),
        parts.replies(done.replies),
        parts.unknown(
            unknown.unknown(
                asked,
                respondents,
                points(found, group.key, themes[0].info.code) if themes else [],
                None,
            ),
            unknown.withheld(found.round, group.key, asked, within, insight_words.MANY[within]),
        ),
        parts.reading(),
    ]
    return Document(
        title=group.name,
        caption=f"{found.dataset.survey_name}, {found.dataset.label}",
        lead=parts.lead(themes, said_of_themes(themes, found.since)),
        facts=parts.facts(asked, respondents, len(is_open)),
        pages=(Page(group.name, tuple(_fitted(one) for one in sections)),),
        foot=foot(found, today, group.name),
        author=AUTHOR,
        where="on the pages of Sightline",
    )


def _fitted(section: Section) -> Section:
    room = powerpoint.BESIDE if section.chart is not None else powerpoint.SLIDE
    page = Page("", (replace(section, chart=None),))
    (fitted,) = fitting.shortened(page, room, "on the pages of Sightline").sections
    return replace(fitted, chart=section.chart)


def _themes(found: Reading, themes: Sequence[Line]) -> list[Section]:
    chart = parts.bars("Scores by theme", themes, made_up=found.made_up)
    if chart is None:
        return []
    better, worse = parts.count_changed(themes)
    since = (
        (f"Since {found.since}: {better} better, {worse} worse, beyond chance.",)
        if found.since
        else ()
    )
    return [
        Section(
            "Themes",
            (
                f"Scores from 0 to 100, beside the average of “{chart.benchmark_name}”."
                if chart.benchmark_name
                else "Scores from 0 to 100.",
                *since,
            ),
            chart=chart,
            notes=(chart.description,),
        ),
        Section(
            "Themes, with their intervals",
            grid=parts.measures("Scores by theme", "Theme", themes, found.since),
        ),
    ]


def _places(found: Reading, group: Group, viewer: Viewer, themes: Sequence[Line]) -> list[Section]:
    """How many providers stand where, and places by theme; for a provider, among others like it."""
    infos = [one.info for one in themes]
    if group.key.level is Level.PROVIDER:
        return [*_among(found, group, infos), *_by_place(found, group, viewer, infos)]
    return [*_distribution(found, group, viewer, infos), *_by_place(found, group, viewer, infos)]


def _distribution(
    found: Reading, group: Group, viewer: Viewer, infos: Sequence[MeasureInfo]
) -> list[Section]:
    codes = [one.code for one in infos]
    whole = inside.inside(found.round, viewer, group, Level.PROVIDER, codes)
    if not whole.rows:
        return []
    table = found.round.overview([row.key for row in whole.rows], codes)
    shown = [(flags.named(colour), table.are(colour).sum(axis=0)) for colour in _COLOURS]
    stack = Stack(
        "Providers by where they stand among others like them",
        tuple(cut(one.label, 60) for one in infos),
        tuple(
            (flag.word, flag.colour, tuple(int(one) for one in counts)) for flag, counts in shown
        ),
    )
    low = [row for row in whole.rows if row.count_of_low]
    hidden = whole.count_of_hidden
    rows = tuple(
        (
            cut(row.name, 80),
            f"{row.count_of_low} of {sum(cell.shown for cell in row.cells)}",
            cut(
                ", ".join(
                    info.label
                    for info, cell in zip(infos, row.cells, strict=True)
                    if cell.flag is Colour.RED
                ),
                110,
            ),
            show.number(row.respondents) if row.respondents is not None else parts.WITHHELD,
        )
        for row in low[:_MOST_ROWS]
    )
    outliers = Section("Providers clearly below others like them", ("None has such a theme.",))
    if rows:
        columns = (
            Column("Provider", 3.5),
            Column("Themes", 1.0),
            Column("Which", 4.5),
            Column("Learners", 1.1, is_numeric=True),
        )
        outliers = Section(
            outliers.heading,
            grid=Grid(outliers.heading, columns, rows),
            left_out=len(low) - len(rows),
            notes=insight_words.LOW_PROVIDERS,
        )
    return [
        Section(
            "Where providers stand",
            (
                f"{show.pluralise(len(whole.rows), 'provider')} with enough answers"
                + (f"; {show.number(hidden)} more have too few, or none." if hidden else "."),
                "Each theme is compared with providers of the same type.",
            ),
            chart=stack,
            notes=(stack.description,),
        ),
        outliers,
    ]


def _by_place(
    found: Reading, group: Group, viewer: Viewer, infos: Sequence[MeasureInfo]
) -> list[Section]:
    """Groups inside by theme: the score behind its flag."""
    level = _ROWS[group.key.level]
    codes = [one.code for one in infos][:7]
    listed = inside.inside(found.round, viewer, group, level, codes)
    if not listed.rows:
        return []
    heading = f"{listed.text.capitalize()} by theme"
    columns = (
        Column(listed.text.capitalize(), 3.0),
        *(Column(cut(one.label, 40), 1.4) for one in infos[:7]),
    )
    rows = tuple(
        (
            cut(row.name, 70),
            *(
                f"{flags.named(cell.flag).shape} {show.number(cell.score, 1)}"
                if cell.shown
                else parts.WITHHELD
                for cell in row.cells
            ),
        )
        for row in listed.rows[:_MOST_ROWS]
    )
    return [
        Section(
            heading,
            grid=Grid(heading, columns, rows),
            left_out=len(listed.rows) - len(rows),
            notes=insight_words.HEATMAP,
        )
    ]


def _among(found: Reading, group: Group, infos: Sequence[MeasureInfo]) -> list[Section]:
    """Where a provider lies among others like it, never without an interval."""
    groups = among.peers_of(found.round, group.key, "providers")
    with_ = usual(groups)
    if with_ is None:
        return []
    rows = tuple(
        (
            cut(one.info.label, 60),
            parts.number(one.cell.score),
            parts.interval(one.cell),
            parts.number(one.quartiles[0]),
            parts.number(one.quartiles[2]),
            insight_words.places(one.rank),
        )
        for one in among.standings(found.round, group.key, with_.keys, infos)
    )
    if not rows:
        return []
    columns = (
        Column("Theme", 3.0),
        Column("Score", 1.0, is_numeric=True),
        Column("95% interval", 1.7, is_numeric=True),
        Column("A quarter are below", 1.7, is_numeric=True),
        Column("A quarter are above", 1.7, is_numeric=True),
        Column("Place from the top", 2.2),
    )
    return [
        Section(
            "Among others like it",
            (f"Compared with {with_.name}.",),
            grid=Grid("Among others like it", columns, rows),
            notes=insight_words.AMONG,
        )
    ]


def _equity(found: Reading, group: Group, themes: Sequence[Line]) -> list[Section]:
    """Gaps that are clear, over all themes and what people said of themselves."""
    if not themes or not equity.is_split(found, group.key):
        return []
    rows = []
    for by in equity.asked(found):
        for split in equity.splits(found, group.key, by.code, [one.info for one in themes]):
            for row in split.rows:
                if row.gap is None or row.scored is None or row.gap.sure is gaps.Sure.UNSURE:
                    continue
                rows.append(
                    (
                        row.gap.points,
                        (
                            cut(f"{by.label}: {row.label}", 60),
                            cut(split.info.label, 50),
                            show.number(row.scored.n),
                            parts.number(row.scored.score),
                            insight_words.gap_in_short(row),
                            insight_words.limits(row.gap),
                        ),
                    )
                )
    heading = "Gaps between groups of people"
    if not rows:
        return [Section(heading, ("No gap is clear. That does not prove that there is none.",))]
    rows.sort(key=lambda one: one[0])
    columns = (
        Column("Group", 3.2),
        Column("Theme", 2.6),
        Column("Answers", 1.1, is_numeric=True),
        Column("Score", 1.0, is_numeric=True),
        Column("Gap", 1.1, is_numeric=True),
        Column("95% limits", 1.7, is_numeric=True),
    )
    kept = tuple(one for _, one in rows[:_MOST_ROWS])
    return [
        Section(
            heading,
            grid=Grid(heading, columns, kept),
            left_out=len(rows) - len(kept),
            notes=insight_words.EQUITY,
        )
    ]


def _written(found: Reading, group: Group) -> Section:
    round_ = comments.round_of(found.dataset)
    rows = list(comments.readable(round_, group.key)[:5_000])
    return parts.written(rows, comments.theme_labels(found.dataset.survey), most=6)
