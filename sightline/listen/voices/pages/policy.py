"""New clocks and keeping times from a day: dated, so that what was due before stays explained."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form
from sightline.listen.voices import actions
from sightline.listen.voices.models import VoicePolicy
from sightline.people.request import SignedInRequest


def _days(label: str, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=most)


class PolicyForm(Form):
    from_date = DateField(label="From which day?", earliest=timezone.localdate)
    acknowledge_days = _days("Working days to read a case", 60)
    triage_days = _days("Working days to triage it", 60)
    answer_days = _days("Working days to answer it", 250)
    urgent_acknowledge_days = _days("Working days to read an urgent case", 60)
    urgent_triage_days = _days("Working days to triage an urgent case", 60)
    urgent_answer_days = _days("Working days to answer an urgent case", 250)
    receipt_days = _days("Days for which a receipt opens its case after our last word", 3650)
    keep_concern_days = _days("Days for which words of a case on the register are kept", 7300)
    keep_story_days = _days("Days for which words of a story are kept", 7300)
    keep_other_days = _days("Days for which all other words are kept", 7300)
    raised_an_hour = _days("Most cases taken in an hour", 5000)
    additions_a_day = _days("Most additions to one case in a day", 100)
    is_checked = forms.BooleanField(label="Compared with the official text", required=False)


@allow(Permission.CARE_FOR_DATA)
def policy(request: SignedInRequest) -> HttpResponse:
    now: dict[str, Any] = model_to_dict(VoicePolicy.on(timezone.localdate()), exclude=["from_date"])
    form = PolicyForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_policy(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The new times are stored.")
            return redirect("listen:voices:erase")
    return render(request, "listen/voices/pages/policy.jinja", {"form": form})
