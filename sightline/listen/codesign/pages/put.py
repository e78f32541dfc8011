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
from sightline.listen.codesign import actions, rules
from sightline.listen.codesign.models import Statement
from sightline.listen.codesign.pages.found import own_conversation_for
from sightline.people.request import SignedInRequest


class PutForm(Form):
    text = forms.CharField(
        label="Statement",
        max_length=rules.LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    nobody_is_recognised = forms.BooleanField(
        label="I have looked at that again, and it tells of nobody", required=False
    )


@allow(Permission.RUN_FORUMS)
def put(request: SignedInRequest, reference: str) -> HttpResponse:
    conversation = own_conversation_for(request, reference)
    form = PutForm(request.POST or None)
    is_held = "nobody_is_recognised" in request.POST
    if request.method == "POST" and form.is_valid():
        try:
            actions.put(
                conversation=conversation,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except rules.MayTellOfSomebody as refusal:
            form.add_error("text", str(refusal))
            is_held = True
        except Refusal as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "The statement is written.")
            return redirect("listen:codesign:put", reference=reference)
    return render(
        request,
        "listen/codesign/pages/put.jinja",
        {
            "conversation": conversation,
            "form": form,
            "is_held": is_held,
            "statements": list(conversation.statements.filter(state=Statement.State.SHOWN)),
        },
    )
