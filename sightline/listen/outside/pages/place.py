"""What other people's surveys say of one place, beside our own."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters
from sightline.listen.outside import drawn, queries
from sightline.listen.outside.own import own
from sightline.listen.outside.pages import parts
from sightline.organisations.models import Organisation
from sightline.organisations.queries import lineage
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_RESULTS)
def place(request: SignedInRequest, code: str) -> HttpResponseBase:
    patch = request.user.patch(Permission.VIEW_RESULTS)
    organisation = get_object_or_404(
        Organisation.objects.filter(patch.q()).select_related("provider"), code=code
    )
    units = queries.units_at(request.user, organisation)
    subjects = queries.subjects_of(units)
    options = [(one.key, one.label) for one in subjects if one.key]
    filters = Filters(
        (
            Choice(
                "subject",
                "Specialty, programme or site",
                options=options,
                any_text="The whole place",
            ),
        )
    )
    chosen = filters.read(request)
    key = chosen.values["subject"] or ""
    subject = next((one for one in subjects if one.key == key), None)
    blocks = queries.blocks(subject.units) if subject else []
    made_up = holds_made_up_data()
    name = f"{subject.label}, {organisation.name}" if key and subject else organisation.name
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        if request.GET.get("of") == "everything":
            blocks = queries.blocks(units)
        table = drawn.file_table(blocks, f"Other surveys about {name}", made_up)
        return downloads.response(table, wanted, filters=chosen.said)
    ours = own(organisation, subject if key else None)
    return render(
        request,
        "listen/outside/pages/place.jinja",
        {
            "organisation": organisation,
            "name": name,
            "chosen": chosen if options else None,
            "has_choices": bool(options),
            "is_whole": not key,
            "ours": ours,
            "ours_table": drawn.own_table(ours, made_up) if ours and ours.rows else None,
            "shown": [parts.shown(block, made_up) for block in blocks],
            "placings": queries.placings_at(request.user, organisation),
            "may_link": organisation.is_provider
            and viewer.may(request.user, Permission.LINK_EDUCATION, at=organisation),
            "standing": parts.standing(units),
            "before": [
                step.predecessor
                for step in lineage(organisation).came_from
                if patch.covers(
                    region_id=step.predecessor.region_id,
                    icb_id=step.predecessor.icb_id,
                    provider_id=step.predecessor.provider_id,
                )
            ],
        },
    )
