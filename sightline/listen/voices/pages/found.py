"""The case that an address names, for those who may see it."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone

from sightline.listen.voices import actions
from sightline.listen.voices.models import Voice
from sightline.people.request import SignedInRequest


def voice_for(request: SignedInRequest, number: str) -> Voice:
    """The case, or 404. Whoever opens a restricted one is written into its log first."""
    voice = (
        Voice.objects.visible_to(request.user)
        .select_related(
            "organisation__provider",
            "region",
            "environment__organisation",
            "programme",
            "profession",
            "same_as",
        )
        .filter(number=number)
        .first()
    )
    if voice is None:
        raise Http404
    if voice.is_restricted and request.method == "GET":
        actions.log_opening(voice=voice, by=request.user, at=timezone.now())
    return voice
