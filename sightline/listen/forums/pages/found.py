from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from sightline.listen.forums.models import Forum, Meeting
from sightline.listen.forums.running import is_in_team
from sightline.people.request import SignedInRequest


def forum_for(request: SignedInRequest, reference: str) -> Forum:
    """The forum, or a 404 for whoever may not see it."""
    return get_object_or_404(
        Forum.objects.visible_to(request.user).select_related("place", "programme", "profession"),
        reference=reference,
    )


def own_forum_for(request: SignedInRequest, reference: str) -> Forum:
    """The forum for somebody who runs it, or a 404."""
    forum = forum_for(request, reference)
    if not is_in_team(forum, request.user):
        raise Http404
    return forum


def meeting_of(forum: Forum, number: int) -> Meeting:
    meeting: Meeting = get_object_or_404(
        forum.meetings.select_related("recorded_by"), number=number
    )
    meeting.forum = forum
    return meeting
