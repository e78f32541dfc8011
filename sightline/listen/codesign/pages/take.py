from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.codesign import actions, result
from sightline.listen.codesign.models import Conversation
from sightline.listen.codesign.pages.found import own_conversation_for
from sightline.listen.forums.models import Meeting
from sightline.listen.forums.pages import fields
from sightline.listen.forums.running import run_by
from sightline.listen.forums.words import Theme
from sightline.people.request import SignedInRequest


class TakeForm(Form):
    meeting = fields.Chosen(
        queryset=Meeting.objects.none(),
        label="To which meeting?",
        help_text="Meetings of forums that you run and that have not ended.",
        empty_label="---------",
    )
    theme = forms.ChoiceField(label="Theme", choices=[("", "---------"), *Theme.choices])


@allow(Permission.RUN_FORUMS)
def take(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """Make a statement of the result a point of a forum’s meeting."""
    conversation = own_conversation_for(request, reference)
    line = next((o for o in result.of(conversation).statements if o.number == number), None)
    if conversation.state != Conversation.State.CLOSED or line is None:
        return redirect("listen:codesign:show", reference=reference)
    form = TakeForm(request.POST or None)
    asked: Any = form.fields["meeting"]
    asked.queryset = Meeting.objects.filter(
        forum__in=run_by(request.user), forum__ended_date=None
    ).select_related("forum")
    if request.method == "POST" and form.is_valid():
        try:
            point = actions.take_to_forum(
                conversation=conversation,
                number=number,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"It is point {point.reference} of the forum.")
            return redirect("listen:forums:points:show", reference=point.reference)
    return render(
        request,
        "listen/codesign/pages/take.jinja",
        {"conversation": conversation, "form": form, "line": line},
    )
