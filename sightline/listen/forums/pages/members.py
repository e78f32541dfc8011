from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.forums import actions
from sightline.listen.forums.pages import fields
from sightline.listen.forums.pages.found import own_forum_for
from sightline.people.models import User
from sightline.people.queries import people_who_may
from sightline.people.request import SignedInRequest


class MemberForm(Form):
    user = fields.Chosen(
        queryset=User.objects.none(),
        label="A person who can sign in here",
        empty_label="Nobody on this list",
        required=False,
    )
    group = forms.CharField(
        label="Or a group or role",
        help_text="For example, Student midwives in their second year. Never a learner’s name.",
        max_length=120,
        required=False,
    )


@allow(Permission.RUN_FORUMS)
def members(request: SignedInRequest, reference: str) -> HttpResponse:
    """Add a member; with ``leave``, one leaves."""
    forum = own_forum_for(request, reference)
    now = timezone.now()
    if request.method == "POST" and request.POST.get("leave", "").isdecimal():
        member = get_object_or_404(forum.members, pk=request.POST["leave"][:18])
        actions.end_member(member=member, by=request.user, at=now)
        messages.success(request, "The member has left the forum.")
        return redirect("listen:forums:members", reference=reference)
    form = MemberForm(request.POST or None)
    asked: Any = form.fields["user"]
    # Home is what every role may see: everybody who has a role at the forum's place.
    asked.queryset = people_who_may(Permission.VIEW_HOME, forum.place, timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_member(forum=forum, **form.cleaned_data, by=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The member is added.")
            return redirect("listen:forums:members", reference=reference)
    return render(
        request,
        "listen/forums/pages/members.jinja",
        {
            "forum": forum,
            "form": form,
            "members": list(forum.members.filter(ended_date=None).select_related("user")),
        },
    )
