from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from sightline.listen.codesign.models import Conversation
from sightline.listen.forums.running import may_run_at
from sightline.people.request import SignedInRequest


def conversation_for(request: SignedInRequest, reference: str) -> Conversation:
    """The conversation, or a 404 for whoever may not see it."""
    return get_object_or_404(
        Conversation.objects.visible_to(request.user).select_related(
            "place", "programme", "profession", "forum", "made_by"
        ),
        reference=reference,
    )


def own_conversation_for(request: SignedInRequest, reference: str) -> Conversation:
    """The conversation for somebody who may run it, or a 404."""
    conversation = conversation_for(request, reference)
    if not may_run_at(request.user, conversation.place):
        raise Http404
    return conversation
