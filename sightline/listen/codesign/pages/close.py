from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.codesign import actions
from sightline.listen.codesign.pages.found import own_conversation_for
from sightline.people.request import SignedInRequest


class CloseForm(Form):
    sure = forms.BooleanField(label="Close it for good")


@allow(Permission.RUN_FORUMS)
def close(request: SignedInRequest, reference: str) -> HttpResponse:
    conversation = own_conversation_for(request, reference)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(conversation=conversation, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The conversation is closed. This is its result.")
            return redirect("listen:codesign:show", reference=reference)
    return render(
        request,
        "listen/codesign/pages/close.jinja",
        {"conversation": conversation, "form": form},
    )
