"""How our own work goes, month by month: between limits, with signs for change and for targets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from markupsafe import Markup

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.models import ServiceState
from sightline.design import downloads, pictures
from sightline.design.charts import spc as drawing
from sightline.design.charts.chart import Chart
from sightline.design.show import format_date
from sightline.design.tables import Column, Kind, Table, Value
from sightline.insight import files, links, processes, scope, words
from sightline.insight.processes import Read
from sightline.insight.queries import monthly
from sightline.insight.values import Marked
from sightline.people.request import SignedInRequest
from sightline.results.levels import Level

#: Levels of place that have a page of processes.
LEVELS = (Level.NATION, Level.REGION, Level.ICB, Level.PROVIDER)


@allow(Permission.VIEW_RESULTS)
def start(request: SignedInRequest) -> HttpResponseBase:
    """The widest place of the viewer's."""
    starts = [key for key in scope.starts(request.user) if key.level in LEVELS]
    if not starts:
        raise Http404
    return redirect("insight:processes", starts[0].level.value, starts[0].code)


@allow(Permission.VIEW_RESULTS)
def of_place(request: SignedInRequest, level: str, code: str) -> HttpResponseBase:
    group = scope.find(request.user, level, code) if level in LEVELS else None
    if group is None:
        raise Http404
    made_up = ServiceState.objects.filter(holds=ServiceState.Holds.MADE_UP).exists()
    found = [
        processes.read(one)
        for one in monthly.series(request.user, group.organisation, timezone.localdate())
        if one.points
    ]
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return files.response(_every(group.name, found, made_up=made_up), wanted)
    return pictures.render(
        request,
        "insight/pages/processes.jinja",
        {
            "group": group,
            "overview": _overview(found),
            "charts": [(one, _chart(one, made_up=made_up)) for one in found],
            "links": links,
            "words": words,
        },
    )


def _overview(found: Sequence[Read]) -> Table:
    rows: list[list[Value]] = []
    for one in found:
        month, value = one.series.points[-1]
        variation: Value = one.variation
        if one.variation_look:
            sign = drawing.variation_sign(one.variation_look, is_up=one.is_up)
            variation = _signed(sign, one.variation)
        assurance: Value = one.assurance or ("No target" if one.series.target is None else "")
        if one.assurance_look:
            assurance = _signed(drawing.assurance_sign(one.assurance_look), one.assurance)
        rows.append([one.series.label, _month(month), _value(one, value), variation, assurance])
    columns = [
        Column("Measure"),
        Column("Latest month"),
        Column("Value"),
        Column("Is it changing?"),
        Column("Will it meet its target?"),
    ]
    return Table("What the last month says", columns, rows)


def _signed(sign: Markup, text: str) -> Marked:
    return Marked(text, Markup('<span class="app-signed">{} {}</span>').format(sign, text))


def _value(one: Read, value: float) -> str:
    return f"{value:,.{one.series.decimals}f}{one.series.unit}"


def _month(day: date) -> str:
    return format_date(day).split(" ", 1)[1]


def _chart(one: Read, *, made_up: bool) -> Chart:
    points = []
    for at, (month, value) in enumerate(one.series.points):
        label = f"{month:%b %Y}"
        if one.chart is None:
            points.append(drawing.SpcPoint(label, value))
            continue
        seen = one.chart.points[at]
        points.append(
            drawing.SpcPoint(
                label,
                value,
                seen.mean,
                seen.lower,
                seen.upper,
                processes.look(seen.kind),
                processes.said(seen.rules),
            )
        )
    return drawing.spc(
        one.series.label,
        points,
        value_heading=one.series.label,
        target=one.series.target,
        unit=one.series.unit,
        decimals=one.series.decimals,
        notes=[one.series.rule, *([one.why_not + "."] if one.why_not else [])],
        made_up=made_up,
    )


def _every(name: str, found: Sequence[Read], *, made_up: bool) -> Table:
    """All series, one row for each measure and month."""
    rows: list[list[Value]] = []
    for one in found:
        for at, (month, value) in enumerate(one.series.points):
            seen = one.chart.points[at] if one.chart else None
            rows.append(
                [
                    one.series.label,
                    month,
                    round(value, 1),
                    one.series.unit.strip(),
                    *((seen.mean, seen.lower, seen.upper) if seen else (None, None, None)),
                    one.series.target,
                    processes.said(seen.rules) if seen else "",
                ]
            )
    columns = [
        Column("Measure"),
        Column("Month", Kind.DATE),
        Column("Value", Kind.NUMBER, 1),
        Column("Unit"),
        *(Column(text, Kind.NUMBER, 1) for text in ("Mean", "Lower limit", "Upper limit")),
        Column("Target", Kind.NUMBER, 0),
        Column("What it says"),
    ]
    return Table(f"{name}: month by month", columns, rows, made_up=made_up)
