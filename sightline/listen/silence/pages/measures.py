"""How well we answer: one table, a chart and a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads, pictures
from sightline.design.charts.caterpillar import Dot, caterpillar
from sightline.design.charts.chart import Chart
from sightline.design.filters import Filters
from sightline.design.tables import Column, Kind, Linked, Table, Value
from sightline.listen.silence import measures as measuring
from sightline.listen.silence import queries, rules
from sightline.listen.silence.measures import Level, Measured
from sightline.listen.silence.pages.chosen import Rounds, rounds
from sightline.people.request import SignedInRequest

LIST = Filters(kept=("survey", "round"), page_size=30)
#: Lines of a chart that can be read at once.
_MOST_DRAWN = 20


@allow(Permission.VIEW_RESULTS)
def measures(request: SignedInRequest) -> HttpResponseBase:
    """Share answered in 60 days, share seen by later learners, median days until told."""
    found = rounds(request)
    if found is None:
        return pictures.render(request, "listen/silence/pages/none.jinja")
    chosen = LIST.read(request)
    patch = request.user.patch(Permission.VIEW_RESULTS)
    rows = measuring.measured(found.dataset, patch.q, timezone.now())
    everything = "England" if patch.nation else "All that you see"
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows, found, everything), wanted, filters=chosen.said)
    providers = [one for one in rows if one.level is Level.PROVIDER]
    wide = [one for one in rows if one.level is not Level.PROVIDER]
    page = chosen.page(providers)
    return pictures.render(
        request,
        "listen/silence/pages/measures.jinja",
        {
            "chosen": chosen,
            "found": found,
            "all": rows[0] if rows else None,
            "everything": everything,
            "wide": _table(wide, found, everything),
            "page": page,
            "table": _table(page.rows, found, everything, " by provider"),
            "chart": _chart(wide, providers, found),
            "results_in": queries.results_in(found.dataset),
            "days": rules.DAYS,
        },
    )


def _table(rows: Sequence[Measured], found: Rounds, everything: str, by: str = "") -> Table:
    """``by`` is added to the caption: two tables of a page are told apart by theirs."""
    return Table(
        caption=f"Measures of listening{by}, {found.dataset}",
        columns=(
            Column("Place"),
            Column("Low results", Kind.NUMBER),
            Column("Answered so far", Kind.PERCENT),
            Column("60 days over", Kind.NUMBER),
            Column("Answered in 60 days", Kind.PERCENT),
            Column("Replies", Kind.NUMBER),
            Column("Median days until told", Kind.NUMBER),
            Column("Replies that later learners were asked about", Kind.NUMBER),
            Column("Later learners asked", Kind.NUMBER),
            Column("Had seen it", Kind.PERCENT),
        ),
        rows=[
            (
                _name(one, found, everything),
                one.low,
                one.percent_answered,
                one.due,
                one.percent_in_time,
                one.replies,
                one.told_days,
                one.replies_asked,
                one.asked,
                one.percent_seen,
            )
            for one in rows
        ],
        made_up=found.dataset.is_made_up,
    )


def _name(one: Measured, found: Rounds, everything: str) -> Value:
    if one.level is Level.ALL:
        return everything
    if one.level is Level.REGION:
        return one.name
    return Linked(one.name, reverse("listen:silence:show", args=[one.code]) + found.suffix)


def _chart(wide: Sequence[Measured], providers: Sequence[Measured], found: Rounds) -> Chart | None:
    """Share answered: by region, or by provider for whoever sees one region."""
    regions = [one for one in wide if one.level is Level.REGION and one.low]
    shown = regions if len(regions) > 1 else [one for one in providers if one.low]
    if not shown:
        return None
    shown = sorted(shown, key=lambda one: one.percent_answered or 0.0)[:_MOST_DRAWN]
    return caterpillar(
        "Low results that are answered so far",
        [Dot(one.name, one.percent_answered, count=one.low) for one in shown],
        value_heading="Answered",
        count_heading="Low results",
        decimals=0,
        unit="%",
        low=0,
        high=100,
        made_up=found.dataset.is_made_up,
    )
