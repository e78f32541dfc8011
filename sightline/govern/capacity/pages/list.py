"""How many learners each place takes and has, those over capacity first."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.places import Level
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Order, Search
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.govern.capacity import queries, rules
from sightline.govern.capacity.words import NOT_KNOWN
from sightline.organisations.models import Profession
from sightline.organisations.words import Level as Study
from sightline.people.request import SignedInRequest


def _by_words(rows: Any, text: str) -> Any:
    """A place by name or code, or everything in a board or region of that code."""
    return rows.filter(
        Q(organisation__name__icontains=text)
        | Q(environment__name__icontains=text)
        | Q(organisation__code__iexact=text)
        | Q(organisation__provider__code__iexact=text)
        | Q(organisation__icb__code__iexact=text)
        | Q(organisation__region__code__iexact=text)
    )


def _compared(rows: Any, value: str) -> Any:
    if value == "over":
        return rows.filter(by__gt=0)
    if value == "unknown":
        return rows.filter(by=None)
    return rows.filter(by=0) if value == "full" else rows.filter(by__lt=0)


_BY_PLACE = ("organisation__name", "environment__name", "profession__name", "study",
             "organisation", "environment", "profession")  # fmt: skip
FILTERS = Filters(
    filters=(
        Search("q", "Place, or code of an ICB or region", narrow=_by_words),
        Choice(
            "profession",
            "Profession",
            options=lambda: list(Profession.objects.values_list("code", "name")),
            narrow=lambda rows, value: rows.filter(profession__code=value),
        ),
        Choice(
            "study",
            "Level",
            options=Study.choices,
            narrow=lambda rows, value: rows.filter(study=value),
        ),
        Choice(
            "compared",
            "Compared",
            options=[
                ("over", "Over capacity"),
                ("full", "Full"),
                ("free", "Places free"),
                ("unknown", "Not known"),
            ],
            narrow=_compared,
        ),
    ),
    orders=(
        Order("over", "Most over capacity first", (F("by").desc(nulls_last=True), *_BY_PLACE)),  # type: ignore[arg-type]
        Order("place", "By place", _BY_PLACE),
    ),
)


@allow(Permission.VIEW_CAPACITY)
def list_capacity(request: SignedInRequest) -> HttpResponseBase:
    chosen = FILTERS.read(request)
    rows = chosen.narrow(queries.beside_each_other(request.user, timezone.localdate()))
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows), wanted, filters=chosen.said)
    page = chosen.page(rows)
    user = request.user
    return render(
        request,
        "govern/capacity/pages/list.jinja",
        {
            "chosen": chosen,
            "page": page,
            "table": _table(page.rows),
            "may_give": user.can(Permission.COUNT_LEARNERS)
            or user.can(Permission.APPROVE_CAPACITY),
            "may_ask": user.can(Permission.ASK_TO_EXPAND),
        },
    )


def _table(rows: Any) -> Table:
    levels = dict(Study.choices)
    return Table(
        caption="Learners by place, profession and level",
        columns=(
            Column("Place"),
            Column("Profession"),
            Column("Level"),
            Column("Approved", Kind.NUMBER),
            Column("Actual", Kind.NUMBER),
            Column("Compared"),
        ),
        rows=[
            (
                Linked(_name(one), _href(one)),
                one["profession__name"],
                str(levels.get(one["study"], one["study"])),
                NOT_KNOWN if one["approved"] is None else one["approved"],
                NOT_KNOWN if one["actual"] is None else one["actual"],
                _said(one),
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )


def _name(one: dict[str, Any]) -> str:
    parts = (one["environment__name"], one["organisation__name"])
    return ", ".join(part for part in parts if part)


def _href(one: dict[str, Any]) -> str:
    part = [str(one["environment"])] if one["level"] == Level.ENVIRONMENT else []
    return reverse("govern:capacity:place", args=[one["level"], one["organisation__code"], *part])


def _said(one: dict[str, Any]) -> str:
    found = rules.compared(one["approved"], one["actual"])
    return f"{found.sign} {found.words}"
