"""A case: what the person wrote, what was said in each lane, and what can be done."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.voices import queries, words
from sightline.listen.voices.models import Voice
from sightline.listen.voices.pages.found import voice_for
from sightline.listen.voices.words import Outcome, State
from sightline.people.models import User
from sightline.people.request import SignedInRequest
from sightline.trail import record


@allow(Permission.TRIAGE_VOICES)
def show(request: SignedInRequest, number: str) -> HttpResponse:
    voice = voice_for(request, number)
    return render(
        request,
        "listen/voices/pages/show.jinja",
        {
            "about": queries.dossier(voice, request.user),
            "voice": voice,
            "today": timezone.localdate(),
            "because": [words.URGENT_WORDS[name][1] for name in voice.urgent_because],
            "by": words.BY[words.Who(voice.who)],
            "doings": doings(voice, request.user),
            "concern_href": _concern_href(voice, request.user),
            "story": getattr(voice, "story", None),
            "trail": record.lines_about(voice, internal=True),
        },
    )


def doings(voice: Voice, user: User) -> list[dict[str, str]]:
    """What this person can do with the case as it stands, likeliest first."""
    if voice.erased_on:
        return []
    triaged = voice.state in (State.TAKEN, State.ANSWERED)
    may_raise = viewer.may(user, Permission.RAISE_CONCERN, at=voice.organisation)
    may_manage = viewer.may(user, Permission.MANAGE_CONCERN, at=voice.organisation)
    may_publish = viewer.may(user, Permission.PUBLISH_REPLY, at=voice.organisation)
    told = getattr(voice, "story", None)
    offered = (
        ("acknowledge", "Tell the person we have read it", voice.state == State.NEW),
        ("register", "Put it on the register", not triaged and may_raise),
        ("attach", "Add it to a concern that is there", not triaged and may_manage),
        ("triage", "Decide what becomes of it", not triaged),
        ("answer", "Answer", voice.state == State.TAKEN),
        (
            "release",
            "Tell the story in public",
            voice.outcome == Outcome.STORY and voice.may_publish and told is None and may_publish,
        ),
        (
            "withdraw",
            "Withdraw the story",
            told is not None and told.withdrawn_on is None and may_publish,
        ),
        ("write", "Write to the person", True),
        ("note", "Write an internal note", True),
        ("link", "Link a case like it", True),
        ("unlink", "Take the link away", voice.same_as_id is not None),
        ("lift", "Change the urgency", voice.state != State.ANSWERED),
        ("restrict", "Move it into the restricted compartment", not voice.is_restricted),
        ("unrestrict", "Move it out of the restricted compartment", voice.is_restricted),
        ("move", "Hand it to another region", not triaged),
    )
    return [{"text": text, "href": _href(voice, name)} for name, text, may in offered if may]


def _href(voice: Voice, name: str) -> str:
    if name == "register":
        # A ward belongs to the provider, also where its site was chosen.
        place = voice.environment.organisation if voice.environment else voice.organisation
        asked = {"from": voice.number, "organisation": place.code}
        return f"{reverse('respond:register:raise')}?{urlencode(asked)}"
    if name == "attach":
        return f"{reverse('respond:register:attach')}?{urlencode({'from': voice.number})}"
    if name in ("release", "withdraw"):
        return reverse(f"listen:voices:stories:{name}", args=[voice.number])
    return reverse("listen:voices:do", args=[voice.number, name])


def _concern_href(voice: Voice, user: User) -> str:
    """The concern that came of it, for whoever may see concerns there."""
    if not voice.concern_reference or not user.can(Permission.VIEW_CONCERNS):
        return ""
    return reverse("respond:register:show", args=[voice.concern_reference])
