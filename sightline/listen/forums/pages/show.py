from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design.tables import Column, Kind, Linked, Table, Withheld
from sightline.listen.forums import queries
from sightline.listen.forums.models import Forum
from sightline.listen.forums.pages.found import forum_for
from sightline.listen.forums.running import is_in_team, may_run_at
from sightline.people.request import SignedInRequest
from sightline.trail import record


@allow(Permission.VIEW_FORUMS)
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    forum = forum_for(request, reference)
    runs = is_in_team(forum, request.user)
    table = _meetings(forum, exact=runs)
    return render(
        request,
        "listen/forums/pages/show.jinja",
        {
            "forum": forum,
            "team": list(forum.team.order_by("name")),
            "members": list(forum.members.filter(ended_date=None).select_related("user")),
            "table": table,
            "runs": runs,
            "is_over": forum.ended_date is not None,
            "may_join": not runs and may_run_at(request.user, forum.place),
            "trail": record.lines_about(forum, internal=False) if runs else [],
        },
    )


def _meetings(forum: Forum, *, exact: bool) -> Table:
    return Table(
        caption="Meetings",
        columns=(
            Column("Held"),
            Column("How"),
            Column("Came", Kind.NUMBER),
            Column("Points", Kind.NUMBER),
            Column("Still open", Kind.NUMBER),
            Column("Told back", Kind.NUMBER),
        ),
        rows=[
            (
                Linked(
                    f"{line.held_date:%-d %B %Y}",
                    reverse("listen:forums:meeting", args=[forum.reference, line.number]),
                ),
                line.how,
                Withheld("Too few came to show") if line.came is None else line.came,
                line.points,
                line.open,
                line.told,
            )
            for line in queries.meetings_of(forum, exact=exact)
        ],
        made_up=holds_made_up_data(),
    )
