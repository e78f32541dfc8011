from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.forums import actions
from sightline.listen.forums.pages import fields
from sightline.listen.forums.pages.found import forum_for
from sightline.listen.forums.running import may_run_at
from sightline.people.models import User
from sightline.people.queries import people_who_may
from sightline.people.request import SignedInRequest


class TeamForm(Form):
    team = fields.People(label="Who runs this forum?", queryset=User.objects.none())


@allow(Permission.RUN_FORUMS)
def team(request: SignedInRequest, reference: str) -> HttpResponse:
    forum = forum_for(request, reference)
    if not may_run_at(request.user, forum.place):
        raise Http404
    form = TeamForm(request.POST or None, initial={"team": list(forum.team.all())})
    asked: Any = form.fields["team"]
    asked.queryset = people_who_may(Permission.RUN_FORUMS, forum.place, timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_team(
                forum=forum,
                team=list(form.cleaned_data["team"]),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is written down who runs the forum.")
            return redirect("listen:forums:show", reference=reference)
    return render(request, "listen/forums/pages/team.jinja", {"forum": forum, "form": form})
