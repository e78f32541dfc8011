"""What is known of the viewer's places, in the columns of a list that can be uploaded again."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.tables import Column, Table
from sightline.govern.capacity.file import reading
from sightline.govern.capacity.models import CapacityFigure
from sightline.govern.capacity.words import Kind
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_CAPACITY)
def download(request: SignedInRequest) -> HttpResponseBase:
    wanted = "csv" if request.GET.get("format") == "csv" else "xlsx"
    rows = (
        CapacityFigure.objects.visible_to(request.user)
        .standing_on(timezone.localdate())
        .select_related("organisation", "environment", "profession")
        .order_by("organisation__code", "environment__name", "profession__name", "study", "kind")
    )
    table = Table(
        caption="Capacity",
        columns=[Column(one) for one in reading.COLUMNS],
        rows=[
            (
                one.organisation.code,
                one.environment.name if one.environment else "",
                one.profession.name,
                one.get_study_display(),
                one.count if one.kind == Kind.APPROVED else None,
                one.count if one.kind == Kind.ACTUAL else None,
                one.from_date.isoformat(),
                one.to_date.isoformat() if one.to_date else "",
                one.said_date.isoformat(),
                one.source,
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )
    return downloads.response(table, wanted)
