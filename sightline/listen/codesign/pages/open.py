from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form
from sightline.listen.codesign import actions
from sightline.listen.codesign.pages.found import own_conversation_for
from sightline.people.request import SignedInRequest


class OpenForm(Form):
    closes_date = DateField(
        label="What is the last day of voting?", help_text="For example, 31 3 2027"
    )


@allow(Permission.RUN_FORUMS)
def open_(request: SignedInRequest, reference: str) -> HttpResponse:
    conversation = own_conversation_for(request, reference)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_(
                conversation=conversation,
                closes_date=form.cleaned_data["closes_date"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The conversation is open. Give the group its address.")
            return redirect("listen:codesign:show", reference=reference)
    return render(
        request,
        "listen/codesign/pages/open.jinja",
        {"conversation": conversation, "form": form},
    )
