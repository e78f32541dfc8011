from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design.tables import Column, Kind, Table
from sightline.listen.forums import queries
from sightline.listen.forums.pages.found import forum_for, meeting_of
from sightline.listen.forums.points import queries as points
from sightline.listen.forums.running import is_in_team
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_FORUMS)
def meeting(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    forum = forum_for(request, reference)
    found = meeting_of(forum, number)
    runs = is_in_team(forum, request.user)
    shown = queries.attendance_of(found, exact=runs)
    return render(
        request,
        "listen/forums/pages/meeting.jinja",
        {
            "forum": forum,
            "meeting": found,
            "attendance": shown,
            "table": _attendance(shown),
            "points": points.lines_of(found, exact=runs),
            "tellings": list(found.tellings.prefetch_related("points").select_related("by")),
            "runs": runs,
            "adds": runs and forum.ended_date is None,
        },
    )


def _attendance(shown: queries.AttendanceShown) -> Table:
    notes = () if shown.is_exact else ("Groups of whom fewer than five came are put together.",)
    return Table(
        caption="Who came",
        columns=(
            Column("Group"),
            Column("Invited", Kind.NUMBER),
            Column("Came", Kind.NUMBER),
        ),
        rows=[
            (group.name, "Not known" if group.invited is None else group.invited, group.came)
            for group in shown.groups or ()
        ],
        notes=notes,
        made_up=holds_made_up_data(),
    )
