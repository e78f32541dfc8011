from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from sightline.listen.forums.points.models import Point
from sightline.listen.forums.running import is_in_team
from sightline.people.request import SignedInRequest


def point_for(request: SignedInRequest, reference: str) -> Point:
    """The point, or a 404 for whoever may not see it."""
    return get_object_or_404(
        Point.objects.visible_to(request.user)
        .with_state()
        .select_related("meeting__forum__place", "place", "programme", "by"),
        reference=reference,
    )


def own_point_for(request: SignedInRequest, reference: str) -> Point:
    """The point for somebody who runs its forum, or a 404."""
    point = point_for(request, reference)
    if not is_in_team(point.meeting.forum, request.user):
        raise Http404
    return point
