"""Evidence that was added, of every place that the viewer sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.evidence import kinds
from sightline.assess.evidence.models import Evidence
from sightline.assess.evidence.words import Direction
from sightline.assess.places import Level
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Order, Search
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.organisations.choosing import by_region
from sightline.people.request import SignedInRequest
from sightline.standards import crosswalk
from sightline.standards.models import FrameworkVersion
from sightline.standards.succession import queries as succession


def _by_words(rows: QuerySet[Evidence], text: str) -> QuerySet[Evidence]:
    return rows.filter(
        Q(reference__iexact=text)
        | Q(title__icontains=text)
        | Q(organisation__name__icontains=text)
        | Q(organisation__code__iexact=text)
    )


def _numbers() -> list[tuple[str, str]]:
    version = FrameworkVersion.in_force_on(timezone.localdate())
    found = (
        version.standards.order_by("position").values_list("number", flat=True) if version else ()
    )
    return [(one, one) for one in found]


def _about(numbers: frozenset[str]) -> Callable[[QuerySet[Evidence]], QuerySet[Evidence]]:
    lineage = succession.lineage_on(timezone.localdate())
    alike = {key for number in numbers for key in lineage.standing_for(number)}
    bearing = Evidence.standards.through.objects.filter(standard__in=alike)
    return lambda rows: rows.filter(pk__in=bearing.values("evidence"))


def _regulators() -> list[tuple[str, str]]:
    return [(one.key, f"{one.regulator} {one.number}") for one in crosswalk.all_requirements()]


def _serving(rows: QuerySet[Evidence], key: str) -> QuerySet[Evidence]:
    """Evidence for any standard that a regulator's is mapped to: given once, used twice."""
    lineage = succession.lineage_on(timezone.localdate())
    return _about(crosswalk.serving(key, lineage))(rows)


def _held(rows: QuerySet[Evidence], value: str) -> QuerySet[Evidence]:
    today = timezone.localdate()
    if value == "withdrawn":
        return rows.exclude(withdrawal=None)
    rows = rows.filter(withdrawal=None)
    return rows.filter(stale_date__gt=today) if value == "fresh" else rows.filter(
        stale_date__lte=today
    )  # fmt: skip


FILTERS = Filters(
    filters=(
        Search("q", "Place, title or reference", narrow=_by_words),
        Choice(
            "kind",
            "Kind of source",
            options=lambda: [(one.code, one.name) for one in kinds.all_kinds().values()
                             if one.code in _ROWS],
            narrow=lambda rows, value: rows.filter(kind=value),
        ),
        Choice(
            "direction",
            "Which way",
            options=Direction.choices,
            narrow=lambda rows, value: rows.filter(direction=value),
        ),
        Choice(
            "standard",
            "Standard",
            options=_numbers,
            narrow=lambda rows, value: _about(frozenset({value}))(rows),
        ),
        Choice("regulator", "Serves a regulator’s standard", options=_regulators, narrow=_serving),
        Choice(
            "level",
            "Level",
            options=Level.choices,
            narrow=lambda rows, value: rows.filter(level=value),
        ),
        by_region("organisation__region"),
        Choice(
            "held",
            "Fresh, stale or withdrawn",
            options=[("fresh", "Fresh"), ("stale", "Stale"), ("withdrawn", "Withdrawn")],
            narrow=_held,
        ),
    ),
    orders=(
        Order("latest", "Latest period first", ("-period_to", "-pk")),
        Order("added", "Added last first", ("-at", "-pk")),
        Order("place", "By place", ("organisation__name", "-period_to", "-pk")),
    ),
)  # fmt: skip
_ROWS: frozenset[str] = frozenset(
    one.code for one in kinds.all_kinds().values() if one.is_added
) | {kinds.SELF_ASSESSMENT}  # fmt: skip


@allow(Permission.VIEW_EVIDENCE)
def list_evidence(request: SignedInRequest) -> HttpResponseBase:
    chosen = FILTERS.read(request)
    rows = chosen.narrow(
        Evidence.objects.visible_to(request.user)
        .select_related("organisation", "environment", "programme", "withdrawal")
        .prefetch_related("standards")
    )
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows), wanted, filters=chosen.said)
    page = chosen.page(rows)
    return render(
        request,
        "assess/evidence/pages/list.jinja",
        {
            "chosen": chosen,
            "page": page,
            "table": _table(page.rows),
            "may_add": request.user.can(Permission.ADD_EVIDENCE),
        },
    )


def _table(rows: Any) -> Table:
    """One table for the page and the download."""
    today = timezone.localdate()
    return Table(
        caption="Evidence",
        columns=(
            Column("Reference"),
            Column("What it is"),
            Column("Place"),
            Column("Kind"),
            Column("Standards"),
            Column("Says"),
            Column("Strength"),
            Column("Period ends", Kind.DATE),
            Column("Counts until", Kind.DATE),
            Column("State"),
        ),
        rows=[
            (
                Linked(one.reference, reverse("assess:evidence:show", args=[one.reference])),
                one.title,
                one.place.name,
                one.kind_name,
                ", ".join(standard.number for standard in one.standards.all()),
                one.fact_name if one.fact else one.get_direction_display(),
                "" if one.fact else one.get_strength_display(),
                one.period_to,
                one.stale_date,
                _state(one, one.is_fresh(today)),
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )


def _state(one: Evidence, is_fresh: bool) -> str:
    if hasattr(one, "withdrawal"):
        return "Withdrawn"
    return "Fresh" if is_fresh else "Stale"
