"""What the National Student Survey, and others, say of one education provider."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters
from sightline.listen.outside import drawn, queries
from sightline.listen.outside.models import EducationProvider, Placing
from sightline.listen.outside.pages import parts
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_RESULTS)
def school(request: SignedInRequest, ukprn: str) -> HttpResponseBase:
    found = get_object_or_404(EducationProvider, ukprn=ukprn)
    units = queries.units_of_school(request.user, found.pk)
    subjects = queries.subjects_of(units)
    options = [(one.key, one.label) for one in subjects if one.key]
    groups = [(one, one) for one in queries.splits_of(units)]
    has_whole = any(not one.key for one in subjects)
    # Without figures of the whole, the first subject is read.
    first = options.pop(0) if options and not has_whole else ("", "All subjects")
    declared = [Choice("subject", "Subject", options=options, any_text=first[1])]
    if groups:
        declared.append(Choice("group", "Group of students", options=groups))
    chosen = Filters(tuple(declared)).read(request)
    key = chosen.values["subject"] or first[0]
    subject = next((one for one in subjects if one.key == key), None)
    blocks = queries.blocks(subject.units, chosen.values.get("group") or "") if subject else []
    made_up = holds_made_up_data()
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        table = drawn.file_table(blocks, f"Student survey: {found.name}", made_up)
        return downloads.response(table, wanted, filters=chosen.said)
    placings = Placing.objects.visible_to(request.user).filter(
        education_provider=found, ended_at=None
    )
    return render(
        request,
        "listen/outside/pages/school.jinja",
        {
            "one": found,
            "subject": subject,
            "chosen": chosen if options or groups else None,
            "shown": [parts.shown(block, made_up) for block in blocks],
            "placings": placings.select_related("organisation").order_by("organisation__name"),
        },
    )
