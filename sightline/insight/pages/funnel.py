"""Providers of one kind by size, between limits: which differ by more than chance and custom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from django.http import Http404, HttpResponseBase

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads, pictures, show
from sightline.design.charts import funnel as chart
from sightline.design.charts.chart import Chart
from sightline.design.filters import Choice
from sightline.design.tables import Column, Kind, Linked, Table, Value
from sightline.insight import files, links, reading, words
from sightline.insight.pages.measure import measure_in
from sightline.insight.queries import country
from sightline.insight.queries.country import Compared
from sightline.insight.reading import Reading
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.results.gate import MeasureInfo
from sightline.stats.funnel import Floats, Funnel, Overdispersion

WORDS = {-1: "Below", 0: "Within", 1: "Above"}


@allow(Permission.VIEW_RESULTS)
def funnel(request: SignedInRequest) -> HttpResponseBase:
    found = reading.chosen(request)
    if found is None:
        raise Http404
    types = Organisation.ProviderType.choices
    usual = types[0][0]
    of_kind = Choice("type", "Kind of provider", options=types, usual=usual)
    chosen, info = measure_in(request, found, of_kind)
    kind = chosen.values["type"] or usual
    compared = country.providers(found.round, request.user, kind, info)
    name = dict(types)[kind]
    table = _table(f"{info.label}: {name.lower()}s by size", compared, info, found)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return files.response(table, wanted, found, filters=chosen.said)
    return pictures.render(
        request,
        "insight/pages/funnel.jinja",
        {
            "reading": found,
            "chosen": chosen,
            "info": info,
            "kind": name,
            "compared": compared,
            "chart": _chart(table, compared, compared.funnel, info) if compared.funnel else None,
            "outside": _outside(table, compared),
            "links": links,
            "words": words,
        },
        source=found.source,
    )


def _order(compared: Compared) -> Sequence[int]:
    """Positions in ``units``: furthest below first, by how unlikely they are."""
    if compared.funnel is None:
        return range(len(compared.units))
    z = compared.funnel.z[list(compared.places)]
    return [int(at) for at in np.argsort(z, kind="stable")]


def _table(caption: str, compared: Compared, info: MeasureInfo, found: Reading) -> Table:
    kind, decimals = (Kind.NUMBER, 1) if info.is_theme else (Kind.PERCENT, None)
    columns = [
        Column("Provider"),
        Column("Answers", Kind.NUMBER),
        Column("Score" if info.is_theme else "Positive", kind, decimals),
    ]
    drawn = compared.funnel
    if drawn is not None:
        columns += [
            Column("99.8% limit, low", kind, decimals),
            Column("99.8% limit, high", kind, decimals),
            Column("95% limits"),
            Column("99.8% limits"),
        ]
    rows: list[list[Value]] = []
    for at in _order(compared):
        unit = compared.units[at]
        row: list[Value] = [
            Linked(unit.name, links.item(unit.key, info.code, found.suffix)),
            unit.n,
            unit.value,
        ]
        if drawn is not None:
            place = compared.places[at]
            row += [
                # No score is below 0 or above 100, so no limit is said to be.
                max(compared.points * float(drawn.limits.lower_action[place]), 0.0),
                min(compared.points * float(drawn.limits.upper_action[place]), 100.0),
                WORDS[int(drawn.warning[place])],
                WORDS[int(drawn.outlier[place])],
            ]
        rows.append(row)
    notes = [_widened(drawn.overdispersion)] if drawn is not None else []
    return Table(caption, columns, rows, notes, made_up=found.made_up)


def _widened(spread: Overdispersion) -> str:
    """Under the picture and in every file: are limits those of chance alone?"""
    ratio = show.number(spread.phi, 2)
    if not spread.used:
        return (
            "Limits are those of chance alone: providers of this kind do not differ more than "
            f"chance makes them (φ {ratio}), so nothing was widened."
        )
    return (
        "Limits were widened: providers of this kind usually differ more than chance alone makes "
        f"them (φ {ratio}, τ² {show.number(spread.tau2, 4)})."
    )


def _outside(table: Table, compared: Compared) -> Table | None:
    """The rows of those outside the 95% limits, furthest below first; None where nobody is."""
    drawn = compared.funnel
    if drawn is None:
        return None
    rows = [
        row
        for row, at in zip(table.rows, _order(compared), strict=True)
        if drawn.warning[compared.places[at]]
    ]
    caption = "Outside the limits"
    return replace(table, caption=caption, rows=rows) if rows else None


def _chart(table: Table, compared: Compared, drawn: Funnel, info: MeasureInfo) -> Chart:
    # Closer together where places are small: limits bend most there.
    sizes = np.linspace(1, max([unit.n for unit in compared.units] + [2]) ** 0.5, 80) ** 2
    limits = drawn.limits_at(sizes)
    dots = [
        chart.Dot(unit.name, unit.n, unit.value, int(drawn.outlier[place]))
        for unit, place in zip(compared.units, compared.places, strict=True)
    ]

    def points(of: Floats) -> list[float]:
        return (compared.points * of).tolist()

    curves = chart.Curves(
        sizes.tolist(),
        points(limits.lower_warning),
        points(limits.upper_warning),
        points(limits.lower_action),
        points(limits.upper_action),
    )
    return chart.funnel(
        table,
        dots,
        curves,
        compared.points * drawn.target,
        target_label="All of them",
        unit="" if info.is_theme else "%",
    )
