from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.voices.pages.found import voice_for
from sightline.listen.voices.stories import actions
from sightline.people.request import SignedInRequest


class WithdrawForm(Form):
    reason = forms.CharField(label="Why is it withdrawn?", max_length=300)


@allow(Permission.PUBLISH_REPLY)
def withdraw(request: SignedInRequest, number: str) -> HttpResponse:
    voice = voice_for(request, number)
    if not viewer.may(request.user, Permission.PUBLISH_REPLY, at=voice.organisation):
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(voice=voice, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The story is not public any more.")
            return redirect("listen:voices:show", number=number)
    return render(
        request, "listen/voices/stories/pages/withdraw.jinja", {"form": form, "voice": voice}
    )
