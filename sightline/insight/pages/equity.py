"""Gaps between groups of people, how sure they are, and what professions explain of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponseBase

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads, pictures
from sightline.design.charts import caterpillar
from sightline.design.charts.chart import Chart
from sightline.design.filters import Choice
from sightline.design.tables import Column, Kind, Table, Value, Withheld
from sightline.insight import files, gaps, links, words
from sightline.insight.gaps import Row
from sightline.insight.pages.measure import measure_in
from sightline.insight.pages.opened import Opened, opened
from sightline.insight.queries import equity as query
from sightline.insight.queries.equity import Split
from sightline.people.request import SignedInRequest
from sightline.results.characteristics.gate import FEWEST, Characteristic
from sightline.results.levels import Level

LEVELS = (Level.NATION, Level.REGION, Level.ICB, Level.PROVIDER, Level.PROFESSION)


@allow(Permission.VIEW_RESULTS)
def equity(request: SignedInRequest, level: str, code: str) -> HttpResponseBase:
    if level not in LEVELS:
        raise Http404
    found = opened(request, level, code, "")
    if not found.group.shows_own_results:
        raise Http404
    asked = query.asked(found.reading)
    choice = Choice(
        "by",
        "By",
        options=[(one.code, one.label) for one in asked],
        any_text="None",
        usual=asked[0].code if asked else "",
    )
    chosen, info = measure_in(request, found.reading, choice)
    characteristic = next((one for one in asked if one.code == chosen.values["by"]), None)
    characteristic = characteristic or (asked[0] if asked else None)
    split, themes = _splits(found, characteristic, info.code)
    if characteristic and (wanted := request.GET.get("format")) in downloads.FORMATS:
        every = [] if request.GET.get("of") != "questions" else _every(found, characteristic)
        return files.response(
            _table(found, characteristic, every or themes),
            wanted,
            found.reading,
            filters=chosen.said,
        )
    return pictures.render(
        request,
        "insight/pages/equity.jinja",
        {
            "found": found,
            "reading": found.reading,
            "group": found.group,
            "chosen": chosen,
            "info": info,
            "by": characteristic,
            "split": split,
            "chart": _chart(found, characteristic, split) if characteristic and split else None,
            "gaps": _gaps(found, characteristic, split) if characteristic and split else None,
            "warnings": [text for row in split.rows if (text := gaps.explained(row, split.within))]
            if split
            else [],
            "overview": _overview(found, characteristic, themes)
            if characteristic and themes
            else None,
            "pooling": words.pooling(split) if split else [],
            "links": links,
            "words": words,
        },
        source=found.reading.source,
    )


def _splits(
    found: Opened, characteristic: Characteristic | None, measure: str
) -> tuple[Split | None, list[Split]]:
    """The measure that is asked for, and every theme."""
    key = found.group.key
    if characteristic is None or not query.is_split(found.reading, key):
        return None, []
    infos = [one for one in found.reading.round.measures if one.is_theme or one.code == measure]
    every = query.splits(found.reading, key, characteristic.code, infos)
    own = next(one for one in every if one.info.code == measure)
    themes = [one for one in every if one.info.is_theme] or [own]
    return (own if any(row.scored for row in own.rows) else None), themes


def _every(found: Opened, characteristic: Characteristic) -> list[Split]:
    infos = [one for one in found.reading.round.measures if not one.branch]
    return query.splits(found.reading, found.group.key, characteristic.code, infos)


def _chart(found: Opened, by: Characteristic, split: Split) -> Chart:
    dots = [
        caterpillar.Dot(
            row.label,
            row.scored.score if row.scored else None,
            row.scored.limits[0] if row.scored else None,
            row.scored.limits[1] if row.scored else None,
            row.scored.n if row.scored else None,
        )
        for row in split.rows
    ]
    score = query.everybody(found.reading, found.group.key, split)
    pooled = len(split.rounds)
    said = f"Everybody here, {pooled} rounds together" if pooled > 1 else "Everybody here"
    line = caterpillar.Benchmark(said, score) if score is not None else None
    return caterpillar.caterpillar(
        f"{split.info.label} by {by.label.lower()}",
        dots,
        benchmark=line,
        label_heading=by.label,
        count_heading="Answers",
        notes=words.pooling(split),
        made_up=found.reading.made_up,
    )


def _gaps(found: Opened, by: Characteristic, split: Split) -> Table:
    """Crude and, where they are known, adjusted gaps side by side."""
    reference = next((row.label for row in split.rows if row.is_reference), "")
    columns = [
        Column(by.label),
        Column("Answers", Kind.NUMBER),
        Column("Score", Kind.NUMBER, 1),
        Column("Reliability"),
        Column("Gap", Kind.NUMBER, 1),
        Column("95% limits"),
        Column("How sure"),
    ]
    if split.is_adjusted:
        columns += [
            Column(f"Gap in the same {split.within}", Kind.NUMBER, 1),
            Column("Its 95% limits"),
            Column("How sure that is"),
        ]
    rows = [_gap_row(row, split.within if split.is_adjusted else "") for row in split.rows]
    caption = f"{split.info.label}: gaps from {reference}" if reference else "Gaps"
    return Table(caption, columns, rows, made_up=found.reading.made_up)


def _gap_row(row: Row, within: str) -> list[Value]:
    """``within`` is what adjusted gaps hold alike; "" where the table has none."""
    if row.scored is None:
        return [row.label, *[Withheld()] * (9 if within else 6)]
    line: list[Value] = [row.label, row.scored.n, row.scored.score, row.scored.reliability]
    if row.gap is None:
        line += [None, "", "Compared with" if row.is_reference else "Not compared: other rounds"]
    else:
        line += [round(row.gap.points, 1), words.limits(row.gap), str(row.gap.sure)]
    if not within:
        return line
    if row.is_reference:
        return [*line, None, "", "Compared with"]
    if row.adjusted is None:
        return [*line, *[words.NOT_KNOWN] * 2, words.why_not_adjusted(row, within)]
    inside = row.adjusted.gap
    return [*line, round(inside.points, 1), words.limits(inside), str(inside.sure)]


def _overview(found: Opened, by: Characteristic, themes: Sequence[Split]) -> Table:
    """The gap of every group in every theme, with its sign where it is clear."""
    labels = [row.label for row in themes[0].rows]
    rows: list[list[Value]] = []
    for label in labels:
        line: list[Value] = [label]
        for split in themes:
            row = next((one for one in split.rows if one.label == label), None)
            line.append(words.gap_in_short(row) if row and row.scored else Withheld())
        rows.append(line)
    columns = [Column(by.label), *(Column(one.info.label) for one in themes)]
    caption = "Gaps in points, theme by theme"
    return Table(caption, columns, rows, made_up=found.reading.made_up)


def _table(found: Opened, by: Characteristic, every: Sequence[Split]) -> Table:
    within = every[0].within or "professions"
    rows: list[list[Value]] = []
    for split in every:
        for row in split.rows:
            gap, adjusted = row.gap, row.adjusted.gap if row.adjusted else None
            if row.scored is None:
                rows.append([split.info.label, row.label, *[Withheld()] * 13])
                continue
            rows.append(
                [
                    split.info.label,
                    row.label,
                    row.scored.n,
                    row.scored.rounds,
                    row.scored.score,
                    *row.scored.limits,
                    row.scored.reliability,
                    gap.points if gap else None,
                    *(gap.limits if gap else (None, None)),
                    adjusted.points if adjusted else None,
                    *(adjusted.limits if adjusted else (None, None)),
                    row.adjusted.covered * 100 if row.adjusted else None,
                ]
            )
    columns = [
        Column("Theme or question"),
        Column(by.label),
        Column("Answers", Kind.NUMBER),
        Column("Rounds together", Kind.NUMBER),
        *(Column(text, Kind.NUMBER, 1) for text in ("Score", "95% low", "95% high")),
        Column("Reliability"),
        *(Column(text, Kind.NUMBER, 1) for text in ("Gap", "Gap, low", "Gap, high")),
        *(
            Column(
                f"Gap in the same {within}{which}",
                Kind.NUMBER,
                1,
                about=f"Empty where too few people of both groups are in the same {within}.",
            )
            for which in ("", ", low", ", high")
        ),
        Column(f"Learners covered by these {within}, at least", Kind.PERCENT),
    ]
    caption = f"{found.group.name} by {by.label.lower()}, groups of {FEWEST} or more"
    return Table(caption, columns, rows, made_up=found.reading.made_up)
