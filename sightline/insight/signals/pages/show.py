from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.tables import Column, Kind, Table
from sightline.insight import links, scope
from sightline.insight.queries import doing
from sightline.insight.signals import words
from sightline.insight.signals.models import Signal
from sightline.insight.signals.pages.found import signal_for
from sightline.people.request import SignedInRequest
from sightline.trail import record


@allow(Permission.JUDGE_STANDARDS)
def show(request: SignedInRequest, reference: str) -> HttpResponseBase:
    signal = signal_for(request, reference)
    table = frozen_table(signal)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(table, wanted)
    group = scope.find(request.user, signal.group_level, signal.group_code, signal.group_other_code)
    most = doing.MOST if signal.organisation else doing.MOST_OF_MANY
    return render(
        request,
        "insight/signals/pages/show.jinja",
        {
            "signal": signal,
            "ending": getattr(signal, "ending", None),
            "means": words.KIND_MEANS[signal.kind],
            "table": table,
            "href": lambda **asked: f"{request.path}?{urlencode(asked)}",
            "today": _today(signal) if group else [],
            "doing": doing.doing(request.user, group, most=most) if group else None,
            "turns": [
                {"when": one.at, "what": one.get_what_display(), "text": one.says}
                for one in signal.turns.order_by("-at", "-pk")
            ],
            "trail": record.lines_about(signal, internal=True),
        },
    )


def frozen_table(signal: Signal) -> Table:
    """The numbers of the day on which it was found."""
    kept = signal.frozen
    return Table(
        caption=kept["caption"],
        columns=[
            Column(text) if decimals is None else Column(text, Kind.NUMBER, decimals)
            for text, decimals in zip(kept["columns"], kept["decimals"], strict=True)
        ],
        rows=kept["rows"],
        made_up=holds_made_up_data(),
    )


def _today(signal: Signal) -> list[tuple[str, str]]:
    """Pages that show the place as it is today: words and address, the closest first."""
    key = signal.key
    if signal.kind == words.Kind.PROCESS:
        return [("Month by month", reverse("insight:processes", args=[key.level.value, key.code]))]
    asked = (
        {"survey": signal.dataset.survey, "round": signal.dataset.year} if signal.dataset else {}
    )
    suffix = f"?{urlencode(asked)}" if asked else ""
    found = [(f"All results of {signal.place_name}", links.group(key, suffix))]
    if signal.kind == words.Kind.EQUITY:
        return [("Equity here", links.equity(key, suffix)), *found]
    if signal.measure and signal.kind != words.Kind.RESPONSE:
        found.insert(0, ("The result in full", links.item(key, signal.measure, suffix)))
    return found
