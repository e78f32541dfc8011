"""Coming back with the number and the words. Looking changes nothing; every doing is posted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import PUBLIC, allow
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.listen.voices import actions, words
from sightline.listen.voices.case import LONGEST_TEXT
from sightline.listen.voices.guardians import queries as guardians
from sightline.listen.voices.models import Voice, VoiceMessage
from sightline.listen.voices.receipts import actions as receipts
from sightline.listen.voices.receipts import ticket as tickets


class OpenForm(Form):
    number = forms.CharField(
        label="Your number",
        help_text="For example, V-1234-5678",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = forms.CharField(
        label="Your four words",
        help_text="In the order in which you were given them, with a space between.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )


class AddForm(Form):
    text = forms.CharField(
        label="Add something, or answer our question",
        validators=[MaxLengthValidator(LONGEST_TEXT)],
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ChangedForm(Form):
    changed = RadioChoiceField(label="Has it changed?", choices=words.Changed.choices)
    more = forms.CharField(
        label="What has changed, or what has not?",
        validators=[MaxLengthValidator(LONGEST_TEXT)],
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


class EraseForm(Form):
    sure = forms.BooleanField(
        label="Erase everything that I wrote. I know that nobody can bring it back, and that my "
        "number and words open nothing any more."
    )


#: What can be done, by the name that the form carries: its form, the doing and what is said then.
_Doing = Callable[[Voice, dict[str, Any]], Any]
DOINGS: dict[str, tuple[type[Form], _Doing, str]] = {
    "add": (
        AddForm,
        lambda voice, given: actions.add(
            voice=voice, text=given["text"], by=None, at=timezone.now()
        ),
        "What you wrote has been added.",
    ),
    "changed": (
        ChangedForm,
        lambda voice, given: actions.confirm(
            voice=voice, changed=given["changed"], text=given["more"], by=None, at=timezone.now()
        ),
        "Thank you. We know now whether it changed.",
    ),
    "begin": (
        Form,
        lambda voice, given: actions.begin_now(voice=voice, by=None, at=timezone.now()),
        "It has been sent. A person reads it now.",
    ),
    "erase": (
        EraseForm,
        lambda voice, given: actions.erase(
            voice=voice, because="the person asked for it", by=None, at=timezone.now()
        ),
        "",
    ),
}


@allow(PUBLIC)
def return_(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "ticket" in request.POST:
        return _do(request)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            voice = receipts.open_case(**form.cleaned_data, by=None, at=timezone.now())
        except receipts.NotOpened as refusal:
            form.add_error(None, str(refusal))
        else:
            return _show(request, voice)
    return render(request, "listen/voices/pages/return_.jinja", {"form": form, "is_bare": True})


def _do(request: HttpRequest) -> HttpResponse:
    voice = tickets.opened(request.POST["ticket"])
    if voice is None:
        return render(
            request,
            "listen/voices/pages/return_.jinja",
            {"form": OpenForm(), "closed": True, "is_bare": True},
        )
    name = request.POST.get("do", "")
    if name not in DOINGS:
        return _show(request, voice)
    kind, doing, said = DOINGS[name]
    form: Form = kind(request.POST)
    if not form.is_valid():
        return _show(request, voice, {name: form})
    try:
        doing(voice, form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _show(request, voice, {name: form})
    if name == "erase":
        return render(request, "listen/voices/pages/erased.jinja", {"is_bare": True})
    return _show(request, Voice.objects.get(pk=voice.pk), done=said)


def _show(
    request: HttpRequest,
    voice: Voice,
    bound: dict[str, Form] | None = None,
    done: str = "",
) -> HttpResponse:
    """The shared lane of the case, with what the person can do. Never an internal word."""
    bound = bound or {}
    shown = {name: bound.get(name) or kind() for name, (kind, _, _) in DOINGS.items()}
    talk = voice.messages.filter(lane=VoiceMessage.Lane.SHARED)
    return render(
        request,
        "listen/voices/pages/opened.jinja",
        {
            "voice": Voice.objects.select_related("organisation__provider", "region").get(
                pk=voice.pk
            ),
            "talk": list(talk.only("kind", "on", "text", "by_id")),
            "ticket": tickets.of(voice),
            "doings": shown,
            "forms": list(bound.values()),
            "done": done,
            "waits": voice.begins_on > timezone.localdate(),
            "guardian": guardians.for_place(voice.organisation),
            "is_bare": True,
        },
    )
