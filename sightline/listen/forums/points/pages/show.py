from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.commitments.words import STATUS_WORDS
from sightline.listen.forums import rules
from sightline.listen.forums.points import queries
from sightline.listen.forums.points.models import Point
from sightline.listen.forums.points.pages.found import point_for
from sightline.listen.forums.running import is_in_team
from sightline.people.models import User
from sightline.people.request import SignedInRequest
from sightline.trail import record


@allow(Permission.VIEW_FORUMS)
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    point = point_for(request, reference)
    user = request.user
    runs = is_in_team(point.meeting.forum, user)
    # Whether a concern exists is told by the register; here only to those who see all of it.
    sees_concerns = viewer.may(
        user, Permission.VIEW_INTERNAL, at=point.place or viewer.WHOLE_COUNTRY
    )
    return render(
        request,
        "listen/forums/points/pages/show.jinja",
        {
            "point": point,
            "meeting": point.meeting,
            "forum": point.meeting.forum,
            "how_many": rules.how_many(point.agreed, point.present, exact=runs),
            "state_words": Point.State(point.state).label,
            "standards": list(point.standards.all()),
            "professions": [one.name for one in point.professions.all()],
            "outcomes": list(point.outcomes.select_related("by").order_by("-at", "-pk")),
            "promises": list(point.promises.select_related("owner")),
            "commitments": queries.commitments_of(point, user, timezone.localdate()),
            "commitment_words": STATUS_WORDS,
            "tellings": list(point.tellings.all()),
            "concerns": list(point.concerns.all()) if sees_concerns else [],
            "runs": runs,
            "viewer_key": user.pk,
            "doings": _doings(point, user, runs=runs),
            "trail": record.lines_about(point, internal=sees_concerns) if runs else [],
        },
    )


def _doings(point: Point, user: User, *, runs: bool) -> list[dict[str, Any]]:
    """What this person can do with the point: text and address, likeliest first."""
    place = point.place
    can_commit = place is not None and viewer.may(user, Permission.AGREE_COMMITMENT, at=place)
    is_running = point.meeting.forum.ended_date is None
    offered = (
        ("came", "Say what came of it", runs),
        ("promise", "Write down a promise", runs and is_running),
        ("commit", "Agree a commitment", runs and is_running and can_commit),
        ("practice", "Mark as good practice", runs),
    )
    return [
        {"text": text, "href": reverse(f"listen:forums:points:{page}", args=[point.reference])}
        for page, text, may in offered
        if may
    ]
