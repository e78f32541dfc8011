from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form
from sightline.listen.forums import actions
from sightline.listen.forums.pages import fields
from sightline.listen.forums.pages.found import own_forum_for
from sightline.people.request import SignedInRequest


class EndForm(Form):
    ended_date = DateField(label="When does it end?", latest=timezone.localdate)
    reason = fields.prose("Why does it end?", rows=3)


@allow(Permission.RUN_FORUMS)
def end(request: SignedInRequest, reference: str) -> HttpResponse:
    forum = own_forum_for(request, reference)
    form = EndForm(request.POST or None, initial={"ended_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(forum=forum, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The forum has ended.")
            return redirect("listen:forums:show", reference=reference)
    return render(request, "listen/forums/pages/end.jinja", {"forum": forum, "form": form})
