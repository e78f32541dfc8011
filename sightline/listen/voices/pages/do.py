"""One thing done on a case: a short form with what the person wrote beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.voices import actions
from sightline.listen.voices.models import Voice
from sightline.listen.voices.pages import do_forms
from sightline.listen.voices.pages.found import voice_for
from sightline.people.models import User
from sightline.people.request import SignedInRequest


@dataclass(frozen=True)
class Doing:
    """A form, what it does with the case, and how the page and the message afterwards say it."""

    form: type[do_forms.OnCase]
    title: str
    intro: str
    submit: str
    said: str
    act: Callable[..., Any]


def _answer(*, voice: Voice, by: User, at: Any, text: str, also: Any = ()) -> None:
    chosen = Voice.objects.visible_to(by).filter(number__in=list(also))
    actions.answer(voice=voice, text=text, also=list(chosen), by=by, at=at)


DOINGS: dict[str, Doing] = {
    "acknowledge": Doing(
        do_forms.Acknowledge,
        "Tell the person that we have read it",
        "The person reads: “Thank you for telling us. A person has read what you wrote and is "
        "looking at it now.”",
        "Tell the person",
        "The person has been told.",
        actions.acknowledge,
    ),
    "write": Doing(
        do_forms.Write,
        "Write to the person",
        "They read it when they come back. Whoever asked for it gets an email that there is news, "
        "and nothing more.",
        "Send",
        "The person can read it now.",
        actions.write,
    ),
    "note": Doing(
        do_forms.Note, "Write an internal note", "", "Save the note", "Saved.", actions.note
    ),
    "triage": Doing(
        do_forms.Triage,
        "Decide what becomes of it",
        "To make it a concern, put it on the register instead: that is done from the case.",
        "Decide and answer",
        "It is decided, and the person has an answer.",
        actions.triage,
    ),
    "answer": Doing(
        do_forms.Answer,
        "Answer",
        "The person is asked afterwards whether it has changed. A “no” brings the case back.",
        "Send the answer",
        "The person has an answer.",
        _answer,
    ),
    "lift": Doing(
        do_forms.Lift,
        "Change the urgency",
        "The clocks that still run follow the urgency.",
        "Change",
        "The urgency is changed.",
        lambda *, urgency, **others: actions.lift(urgency=int(urgency), **others),
    ),
    "restrict": Doing(
        do_forms.Restrict,
        "Move it into the restricted compartment",
        "For cases that name an individual. Only restricted case handlers and the national lead "
        "can open it afterwards, and each opening is logged. If you are none of them, you cannot "
        "see it any more.",
        "Move it",
        "The case is in the restricted compartment.",
        actions.restrict,
    ),
    "unrestrict": Doing(
        do_forms.Restrict,
        "Move it out of the restricted compartment",
        "Everybody of the quality team can open it afterwards.",
        "Move it",
        "The case is not restricted any more.",
        actions.unrestrict,
    ),
    "link": Doing(
        do_forms.Link,
        "Link a case like it",
        "Cases that tell of the same are answered together. Each person reads their own case only.",
        "Link",
        "The cases are linked.",
        lambda *, found, voice, by, at, **_: actions.link(voice=voice, other=found, by=by, at=at),
    ),
    "unlink": Doing(
        do_forms.Acknowledge, "Take the link away", "", "Take it away", "Done.", actions.unlink
    ),
    "move": Doing(
        do_forms.Move,
        "Hand it to another region",
        "You cannot see it afterwards unless you look after that region too. Its clocks run on.",
        "Hand it over",
        "The case was handed over.",
        actions.move,
    ),
}


@allow(Permission.TRIAGE_VOICES)
def do(request: SignedInRequest, number: str, what: str) -> HttpResponse:
    if what not in DOINGS:
        raise Http404
    voice, doing = voice_for(request, number), DOINGS[what]
    # A form without a field is bound by being posted.
    form = doing.form(
        request.POST if request.method == "POST" else None, voice=voice, user=request.user
    )
    if request.method == "POST" and form.is_valid():
        try:
            doing.act(voice=voice, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, doing.said)
            return redirect(_next(request.user, voice))
    return render(
        request,
        "listen/voices/pages/do.jinja",
        {"form": form, "voice": voice, "doing": doing},
    )


def _next(user: User, voice: Voice) -> str:
    """The case, or the queue for whoever cannot see it any more."""
    if Voice.objects.visible_to(user).filter(pk=voice.pk).exists():
        return reverse("listen:voices:show", args=[voice.number])
    return reverse("listen:voices:list")
