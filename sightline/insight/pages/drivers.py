"""Which questions go most closely with the overall experience: correlation, honestly said."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponseBase

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads, pictures
from sightline.design.charts import bars
from sightline.design.charts.chart import Chart
from sightline.design.filters import Choice, Filters
from sightline.design.tables import Column, Kind, Linked, Table, Value
from sightline.insight import files, links, reading, scope, words
from sightline.insight.queries import drivers as query
from sightline.insight.queries.drivers import Found
from sightline.insight.reading import Reading
from sightline.organisations.models import Profession
from sightline.people.request import SignedInRequest
from sightline.results.levels import NATION, GroupKey, Level

#: Questions drawn; the table has them all.
MOST = 12


@allow(Permission.VIEW_RESULTS)
def drivers(request: SignedInRequest) -> HttpResponseBase:
    found = reading.chosen(request)
    if found is None or not (outcomes := query.outcomes(found.round)):
        raise Http404
    professions = Profession.objects.order_by("name").values_list("code", "name")
    known = {key.code for key in found.round.children(NATION, Level.PROFESSION)}
    options = [(code, name) for code, name in professions if code in known]
    filters = Filters(
        (
            Choice("profession", "Profession", options=options, any_text="All professions"),
            Choice(
                "outcome",
                "What is to be explained",
                options=[(one.code, one.label) for one in outcomes],
                any_text=outcomes[0].label,
            ),
        ),
        kept=("survey", "round"),
    )
    chosen = filters.read(request)
    code = chosen.values["profession"]
    key = GroupKey(Level.PROFESSION, code) if code else NATION
    wanted = chosen.values["outcome"] or outcomes[0].code
    outcome = next(one for one in outcomes if one.code == wanted)
    said = query.drivers(found.dataset, found.round, key, outcome)
    name = dict(options).get(code, "all professions")
    # Their own figure is the whole nation's: as on the pages of professions.
    own = scope.patch_of(request.user).nation
    table = _table(said, key, name, found, own=own) if said else None
    if table and (format := request.GET.get("format")) in downloads.FORMATS:
        return files.response(table, format, found, filters=chosen.said)
    return pictures.render(
        request,
        "insight/pages/drivers.jinja",
        {
            "reading": found,
            "chosen": chosen,
            "outcome": outcome,
            "name": name,
            "found": said,
            "chart": _chart(table, said) if table and said else None,
            "links": links,
            "words": words,
        },
        source=found.source,
    )


def _table(said: Found, key: GroupKey, name: str, found: Reading, *, own: bool) -> Table:
    cells = found.round.cells([key], [one.info.code for one in said.drivers])[0] if own else []
    rows: list[list[Value]] = []
    for at, one in enumerate(said.drivers):
        href = links.item(key, one.info.code, found.suffix)
        rows.append(
            [
                Linked(one.info.label, href) if own else one.info.label,
                one.share,
                one.correlation,
                one.partial,
                one.low,
                one.high,
                *([cells[at].score] if own else []),
            ]
        )
    columns = [
        Column("Question"),
        Column("Share of what is explained", Kind.PERCENT, 1),
        Column("Correlation", Kind.NUMBER, 2),
        Column("Others held fixed", Kind.NUMBER, 2),
        Column("95% low", Kind.NUMBER, 2),
        Column("95% high", Kind.NUMBER, 2),
        *([Column("Score now", Kind.NUMBER, 1)] if own else []),
    ]
    caption = f"What goes with “{said.outcome.label}”: {name}"
    return Table(caption, columns, rows, made_up=found.made_up)


def _chart(table: Table, said: Found) -> Chart:
    lines = [bars.Bar(one.info.label, one.share) for one in said.drivers[:MOST]]
    drawn = bars.bars(table, lines, unit="%")
    return replace(drawn, table=table)
