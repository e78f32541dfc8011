"""Which questions go most closely with the overall experience: correlation, honestly said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpResponseBase
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads, pictures, show
from sightline.design.charts import bars
from sightline.design.charts.chart import Chart
from sightline.design.filters import Choice, Filters
from sightline.design.tables import Column, Kind, Linked, Table, Value, Withheld
from sightline.insight import files, links, reading, scope, words
from sightline.insight.queries import drivers as query
from sightline.insight.queries.drivers import Found
from sightline.insight.reading import Reading
from sightline.organisations.models import Profession
from sightline.people.request import SignedInRequest
from sightline.results.gate import MeasureInfo
from sightline.results.levels import NATION, GroupKey, Level

#: Questions drawn; the table has them all.
MOST = 12
#: Questions of each profession on the page; the file has them all.
MOST_OF_ONE = 3
TOO_FEW = "Too few learners of this profession answered to say what goes together"


@allow(Permission.VIEW_RESULTS)
def drivers(request: SignedInRequest) -> HttpResponseBase:
    found = reading.chosen(request)
    if found is None or not (outcomes := query.outcomes(found.round)):
        raise Http404
    options = _professions(found)
    filters = Filters(
        (
            Choice("profession", "Profession", options=options, any_text="All professions"),
            _outcome(outcomes),
        ),
        kept=("survey", "round"),
    )
    chosen = filters.read(request)
    code = chosen.values["profession"]
    key = GroupKey(Level.PROFESSION, code) if code else NATION
    outcome = _chosen(outcomes, chosen.values["outcome"])
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
            "professions_href": f"{reverse('insight:drivers_professions')}"
            f"{found.plus(outcome=outcome.code)}",
            "links": links,
            "words": words,
        },
        source=found.source,
    )


@allow(Permission.VIEW_RESULTS)
def professions(request: SignedInRequest) -> HttpResponseBase:
    """Profession by profession: the first questions of each, with the limits of their shares."""
    found = reading.chosen(request)
    if found is None or not (outcomes := query.outcomes(found.round)):
        raise Http404
    chosen = Filters((_outcome(outcomes),), kept=("survey", "round")).read(request)
    outcome = _chosen(outcomes, chosen.values["outcome"])
    each = query.by_profession(found.dataset, found.round, outcome)
    format = request.GET.get("format")
    is_file = format in downloads.FORMATS
    table = _by_profession(each, outcome, found, is_file=is_file)
    if format and is_file:
        return files.response(table, format, found, filters=chosen.said)
    return pictures.render(
        request,
        "insight/pages/drivers_professions.jinja",
        {
            "reading": found,
            "chosen": chosen,
            "outcome": outcome,
            "table": table,
            "most": MOST_OF_ONE,
            "too_few": [name for name, said in _named(each, found) if said is None],
            "links": links,
            "words": words,
        },
        source=found.source,
    )


def _professions(found: Reading) -> list[tuple[str, str]]:
    """Those of the round, by name."""
    known = {key.code for key in found.round.children(NATION, Level.PROFESSION)}
    named = Profession.objects.order_by("name").values_list("code", "name")
    return [(code, name) for code, name in named if code in known]


def _outcome(outcomes: Sequence[MeasureInfo]) -> Choice:
    return Choice(
        "outcome",
        "What is to be explained",
        options=[(one.code, one.label) for one in outcomes],
        any_text=outcomes[0].label,
    )


def _chosen(outcomes: Sequence[MeasureInfo], code: str) -> MeasureInfo:
    return next((one for one in outcomes if one.code == code), outcomes[0])


def _named(
    each: Sequence[tuple[GroupKey, Found | None]], found: Reading
) -> list[tuple[str, Found | None]]:
    """By the names of professions."""
    of = {key.code: said for key, said in each}
    return [(name, of[code]) for code, name in _professions(found)]


def _by_profession(
    each: Sequence[tuple[GroupKey, Found | None]],
    outcome: MeasureInfo,
    found: Reading,
    *,
    is_file: bool,
) -> Table:
    """A page has the first questions, and names professions with too few answers elsewhere."""
    rows: list[list[Value]] = []
    for name, said in _named(each, found):
        if said is None:
            if is_file:
                rows.append([name, TOO_FEW, *[Withheld(TOO_FEW)] * 5])
            continue
        code = said.key.code
        href = f"{reverse('insight:drivers')}{found.plus(outcome=outcome.code, profession=code)}"
        rows += [
            [
                Linked(name, href),
                one.info.label,
                one.share,
                one.share_low,
                one.share_high,
                said.explained,
                said.n,
            ]
            for one in said.drivers[: None if is_file else MOST_OF_ONE]
        ]
    columns = [
        Column("Profession"),
        Column("Question"),
        Column("Share of what is explained", Kind.PERCENT, 1),
        Column("Share, 95% low", Kind.PERCENT, 1),
        Column("Share, 95% high", Kind.PERCENT, 1),
        Column("All questions explain", Kind.PERCENT),
        Column("Answers", Kind.NUMBER),
    ]
    caption = f"What goes with “{outcome.label}”, profession by profession"
    return Table(caption, columns, rows, made_up=found.made_up)


def _table(said: Found, key: GroupKey, name: str, found: Reading, *, own: bool) -> Table:
    cells = found.round.cells([key], [one.info.code for one in said.drivers])[0] if own else []
    rows: list[list[Value]] = []
    for at, one in enumerate(said.drivers):
        href = links.item(key, one.info.code, found.suffix)
        rows.append(
            [
                Linked(one.info.label, href) if own else one.info.label,
                one.share,
                one.share_low,
                one.share_high,
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
        Column("Share, 95% low", Kind.PERCENT, 1),
        Column("Share, 95% high", Kind.PERCENT, 1),
        Column("Correlation", Kind.NUMBER, 2),
        Column("Others held fixed", Kind.NUMBER, 2),
        Column("Others fixed, 95% low", Kind.NUMBER, 2),
        Column("Others fixed, 95% high", Kind.NUMBER, 2),
        *([Column("Score now", Kind.NUMBER, 1)] if own else []),
    ]
    caption = f"What goes with “{said.outcome.label}”: {name}"
    return Table(caption, columns, rows, made_up=found.made_up)


def _chart(table: Table, said: Found) -> Chart:
    # In the order of shares, so each has its interval beside it.
    lines = [
        bars.Bar(
            one.info.label,
            one.share,
            f"{show.number(one.share, 0)}% ({show.number(one.share_low, 0)} to "
            f"{show.number(one.share_high, 0)})",
        )
        for one in said.drivers[:MOST]
    ]
    drawn = bars.bars(table, lines, unit="%")
    return replace(drawn, table=table)
