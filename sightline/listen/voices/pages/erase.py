"""Erase a case when the person asks for it in another way than with their receipt."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.listen.voices import actions, retention
from sightline.listen.voices.models import Voice, VoicePolicy
from sightline.listen.voices.receipts.words import number_in
from sightline.people.request import SignedInRequest

BECAUSE = (
    ("the person asked for it", "The person asked for it"),
    ("it should not have been kept", "It should not have been kept"),
)


class EraseForm(Form):
    number = forms.CharField(
        label="Number of the case", help_text="For example, V-1234-5678", max_length=40
    )
    because = RadioChoiceField(label="Why is it erased?", choices=BECAUSE)
    sure = forms.BooleanField(label="Erase it. Nobody can bring it back.")


@allow(Permission.CARE_FOR_DATA)
def erase(request: SignedInRequest) -> HttpResponse:
    """By its number only: nothing of a case is shown to those who care for data."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = number_in(form.cleaned_data["number"])
        voice = Voice.objects.filter(number=number).first()
        try:
            if voice is None:
                raise Refusal("There is no case of that number.")
            actions.erase(
                voice=voice,
                because=form.cleaned_data["because"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"What was written in {number} has been erased.")
            return redirect("listen:voices:erase")
    today = timezone.localdate()
    return render(
        request,
        "listen/voices/pages/erase.jinja",
        {
            "form": form,
            "policies": VoicePolicy.objects.all(),
            "today": today,
            "due": retention.due(today).count(),
        },
    )
