"""A concern that begins with what somebody raised."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from sightline.design.show import format_date
from sightline.listen.voices import actions as voices
from sightline.listen.voices import words
from sightline.listen.voices.models import Voice
from sightline.people.request import SignedInRequest
from sightline.respond.register.models import Concern


def is_named(request: HttpRequest) -> bool:
    """Does the address say that the concern begins with what somebody raised?"""
    return request.GET.get("from", "").startswith("V-")


def find(request: SignedInRequest) -> Voice | None:
    """The case that ``?from=V-…`` names, None where none is named; 404 outside of the patch.

    Whoever sees a restricted case here has opened it, and is written into its log.
    """
    if not is_named(request):
        return None
    number = request.GET["from"]
    voice = (
        Voice.objects.visible_to(request.user)
        .select_related("region", "organisation", "environment", "programme", "profession")
        .filter(number=number, erased_on=None, outcome="")
        .first()
    )
    if voice is None:
        raise Http404
    if voice.is_restricted and request.method == "GET":
        voices.log_opening(voice=voice, by=request.user, at=timezone.now())
    return voice


def initial(voice: Voice | None) -> dict[str, Any]:
    """What is known without the person's own words: those could tell the provider who it was."""
    if voice is None:
        return {}
    who = words.BY[words.Who(voice.who)]
    return {
        "source": Concern.Source.LEARNER,
        "environment": voice.environment_id,
        "programme": voice.programme_id,
        "professions": [voice.profession_id] if voice.profession_id else [],
        "evidence_text": f"Raised with the quality team by {who} "
        f"in {format_date(voice.raised_on).split(' ', 1)[1]}.",
    }
