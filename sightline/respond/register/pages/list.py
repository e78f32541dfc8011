from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base import service_state
from sightline.design import downloads, pictures
from sightline.design.charts.chart import Chart
from sightline.design.charts.risk import Risk, risk_matrix
from sightline.design.show import format_date
from sightline.design.tables import Column, Kind, Linked, Value
from sightline.people.request import SignedInRequest
from sightline.respond.register import rules, words
from sightline.respond.register.models import Concern, Standing
from sightline.respond.register.pages.asked import Asked, asked
from sightline.respond.requests.models import ReviewRequest


@allow(Permission.VIEW_CONCERNS)
def list_(request: SignedInRequest) -> HttpResponse:
    """The register, as at now or any past day."""
    found = asked(request.GET, request.path, request.user)
    chosen, rows = found.chosen, found.register.rows
    files = replace(chosen, path=reverse("respond:register:download"))
    return pictures.render(
        request,
        "respond/register/pages/list.jinja",
        {
            "chosen": chosen,
            "page": chosen.page(rows),
            "day": found.day,
            "is_past": found.is_past,
            "has_any": bool(found.register.everything),
            "chart": _chart(found) if rows else None,
            "counts": _counts(found),
            "states": dict(Standing.State.choices),
            "levels": dict(Concern.Level.choices),
            "downloads": downloads.links(f"Download these {len(rows)}", files.href) if rows else [],
            "may_raise": request.user.can(Permission.RAISE_CONCERN),
            "sees_internal": request.user.can(Permission.VIEW_INTERNAL),
            "reviews_waiting": ReviewRequest.objects.visible_to(request.user)
            .filter(answer=None)
            .count(),
        },
    )


def _chart(found: Asked) -> Chart:
    """The matrix. Its table counts each field, as the picture does, and leads to the concerns."""
    when = f" as at {format_date(found.day)}" if found.is_past else ""
    chart = risk_matrix(
        f"Concerns by likelihood and impact{when}",
        [Risk(row.reference, row.likelihood, row.impact) for row in found.register.rows],
        made_up=service_state.holds_made_up_data(),
    )
    counts = sorted(
        found.register.by_risk().items(), key=lambda item: (-item[0][0] * item[0][1], item[0])
    )
    columns = [
        Column("Likelihood"),
        Column("Impact"),
        Column("Score", Kind.NUMBER),
        Column("Risk"),
        Column("Concerns"),
    ]
    rows: list[list[Value]] = [
        [
            str(words.LIKELIHOOD[likelihood - 1]),
            str(words.IMPACT[impact - 1]),
            likelihood * impact,
            rules.band(likelihood * impact).name,
            Linked(str(count), found.chosen.href(likelihood=likelihood, impact=impact)),
        ]
        for (likelihood, impact), count in counts
    ]
    return replace(chart, table=replace(chart.table, columns=columns, rows=rows))


def _counts(found: Asked) -> list[dict[str, Any]]:
    """How many of the rows asked for need what, each with the list of them."""
    rows, chosen = found.register.rows, found.chosen
    by_category = found.register.by_category()
    options = next(field for field in chosen.fields if field["name"] == "category")["options"]
    counts: list[dict[str, Any]] = [
        {
            "label": option["text"],
            "value": by_category[option["value"]],
            "href": chosen.href(category=option["value"]),
        }
        for option in options
    ]
    overdue = sum(row.review == "overdue" and row.state != rules.CLOSED for row in rows)
    waiting = sum(bool(row.waiting_for) for row in rows)
    return [
        *counts,
        {"label": "Reviews overdue", "value": overdue, "href": chosen.href(review="overdue")},
        {"label": "Waiting for something", "value": waiting, "href": chosen.href(waiting=1)},
    ]
