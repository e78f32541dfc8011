"""Where a place lies among others like it: the distribution, not a league table."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponseBase

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads, pictures, show
from sightline.design.charts import histogram, strips
from sightline.design.charts.chart import Chart
from sightline.design.filters import Choice
from sightline.design.tables import Column, Kind, Linked, Table, Value
from sightline.insight import files, links, peers, words
from sightline.insight.pages.measure import measure_in
from sightline.insight.pages.opened import Opened, opened
from sightline.insight.peers import Peers
from sightline.insight.queries import among as query
from sightline.insight.queries.among import Standing
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_RESULTS)
def among(request: SignedInRequest, level: str, code: str, other: str = "") -> HttpResponseBase:
    found = opened(request, level, code, other)
    if not found.group.shows_own_results:
        raise Http404
    key, round_ = found.group.key, found.reading.round
    groups = query.peers_of(round_, key, words.alongside(key.level))
    usual = peers.usual(groups)
    options = [(one.rule.value, one.name) for one in groups]
    choice = Choice(
        "with", "Compare with", options=options, usual=usual.rule.value if usual else ""
    )
    chosen, info = measure_in(request, found.reading, choice)
    rule = chosen.values["with"]
    with_: Peers | None = next((one for one in groups if one.rule == rule), usual)
    themes = [one for one in round_.measures if one.is_theme]
    asked = [*themes, info] if info not in themes else themes
    said = query.standings(round_, key, with_.keys, asked) if with_ else []
    table = _table(found, with_, [one for one in said if one.info in themes] or said)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        if request.GET.get("of") == "questions" and with_:
            every = [one for one in round_.measures if not one.is_theme]
            table = _table(found, with_, query.standings(round_, key, with_.keys, every))
        return files.response(table, wanted, found.reading, filters=chosen.said)
    own = next((one for one in said if one.info == info), None)
    return pictures.render(
        request,
        "insight/pages/among.jinja",
        {
            "found": found,
            "reading": found.reading,
            "group": found.group,
            "chosen": chosen,
            "info": info,
            "peers": with_,
            "own": own,
            "themes": _strips(table, said, found, with_) if with_ and said else None,
            "chart": _histogram(own, found, with_) if own and with_ else None,
            "placed": words.among(own, with_.name) if own and with_ else words.WITHHELD,
            "explained": round_.explain(key, info.code),
            "links": links,
            "words": words,
        },
        source=found.reading.source,
    )


def _table(found: Opened, with_: Peers | None, said: Sequence[Standing]) -> Table:
    rows: list[list[Value]] = [
        [
            Linked(
                one.info.label, links.item(found.group.key, one.info.code, found.reading.suffix)
            ),
            one.cell.n,
            one.cell.score,
            one.cell.low,
            one.cell.high,
            one.mean,
            one.difference,
            len(one.scores),
            *one.quartiles,
            one.rank.best,
            one.rank.worst,
        ]
        for one in said
    ]
    columns = [
        Column("Theme or question"),
        Column("Answers", Kind.NUMBER),
        *(Column(name, Kind.NUMBER, 1) for name in ("Score", "95% low", "95% high")),
        *(Column(name, Kind.NUMBER, 1) for name in ("Their average", "Difference")),
        Column("Places shown", Kind.NUMBER),
        *(Column(name, Kind.NUMBER, 1) for name in ("First quartile", "Median", "Third quartile")),
        Column("Place from", Kind.NUMBER),
        Column("Place to", Kind.NUMBER),
    ]
    of = f" among {with_.name}" if with_ else ""
    return Table(f"{found.group.name}{of}", columns, rows, made_up=found.reading.made_up)


def _strips(table: Table, said: Sequence[Standing], found: Opened, with_: Peers) -> Chart:
    lines = [
        strips.Strip(
            one.info.label,
            one.tails,
            one.quartiles,
            one.cell.score or 0.0,
            one.cell.low,
            one.cell.high,
            said=words.places(one.rank),
        )
        for one in said
        if one.info.is_theme or len(said) == 1
    ]
    return strips.strips(table, lines, this=found.group.name, others=f"the {with_.name}")


def _histogram(own: Standing, found: Opened, with_: Peers) -> Chart:
    return histogram.histogram(
        f"{own.info.label}: {with_.name}",
        own.scores.tolist(),
        histogram.This(found.group.name, own.cell.score or 0.0, own.cell.low, own.cell.high),
        average=own.mean,
        average_label=f"their average, {show.number(own.mean, 1)}",
        made_up=found.reading.made_up,
    )
