"""The round that a page of invitations is about."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from sightline.listen.rounds.models import Collection
from sightline.people.request import SignedInRequest


def run_by(request: SignedInRequest, pk: int) -> Collection:
    """A round that the viewer may run; anything else does not exist for them."""
    return get_object_or_404(
        Collection.objects.run_by(request.user).select_related(
            "round__survey", "version__questionnaire", "place"
        ),
        pk=pk,
    )
