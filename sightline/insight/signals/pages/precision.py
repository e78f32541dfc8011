"""How many signals were worth finding, by kind and over time."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.tables import Column, Kind, Table, Value
from sightline.insight.signals import limits, queries
from sightline.insight.signals.rules import Precision
from sightline.people.request import SignedInRequest

_TOO_FEW = "Too few to say"


@allow(Permission.JUDGE_STANDARDS)
def precision(request: SignedInRequest) -> HttpResponseBase:
    whole, kinds, quarters = queries.precision(request.user)
    by_kind = _table("By kind", "Kind", [*kinds, whole])
    by_time = _table("Over time, by when they ended", "Quarter", quarters)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        of_time = request.GET.get("of") == "time"
        return downloads.response(by_time if of_time else by_kind, wanted)
    return render(
        request,
        "insight/signals/pages/precision.jinja",
        {
            "whole": whole,
            "by_kind": by_kind,
            "by_time": by_time,
            "href": lambda **asked: f"{request.path}?{urlencode(asked)}",
            "fewest": limits.fewest_to_say(),
        },
    )


def _table(caption: str, heading: str, lines: Sequence[queries.Line]) -> Table:
    return Table(
        caption=caption,
        columns=(
            Column(heading),
            Column("Ended", Kind.NUMBER, 0),
            Column("Raised or joined", Kind.NUMBER, 0),
            Column("Share found useful"),
            Column("95% interval"),
        ),
        rows=[_row(one) for one in lines],
        made_up=holds_made_up_data(),
    )


def _row(one: queries.Line) -> list[Value]:
    found = one.precision
    return [one.name, found.ended, found.useful, share(found), between(found)]


def share(found: Precision) -> str:
    """The share found useful, or that there are too few."""
    return _TOO_FEW if found.share is None else f"{found.share:.0f}%"


def between(found: Precision) -> str:
    return (
        "" if found.low is None or found.high is None else f"{found.low:.0f}% to {found.high:.0f}%"
    )
