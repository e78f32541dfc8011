from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.listen.forums import actions
from sightline.listen.forums.pages import fields
from sightline.listen.forums.pages.found import own_forum_for
from sightline.listen.forums.words import How
from sightline.people.request import SignedInRequest


class MeetForm(Form):
    held_date = DateField(
        label="When was it held?", help_text="For example, 24 11 2026", latest=timezone.localdate
    )
    how = RadioChoiceField(label="How was it held?", choices=How.choices)
    about = fields.prose("What was it about?", required=False, rows=3)
    not_heard = fields.prose(
        "Who was not heard?",
        help_text="Groups that were not invited or could not come, and how they will be heard. "
        "Do not name anybody.",
        required=False,
        rows=3,
    )


@allow(Permission.RUN_FORUMS)
def meet(request: SignedInRequest, reference: str) -> HttpResponse:
    forum = own_forum_for(request, reference)
    form = MeetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.record_meeting(
                forum=forum, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The meeting is recorded. Say next who came.")
            return redirect("listen:forums:attendance", reference, meeting.number)
    return render(request, "listen/forums/pages/meet.jinja", {"forum": forum, "form": form})
