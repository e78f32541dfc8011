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
from sightline.listen.forums.pages import fields
from sightline.listen.forums.pages.found import meeting_of, own_forum_for
from sightline.listen.forums.points import actions
from sightline.listen.forums.points.rules import MayTellOfSomebody
from sightline.listen.forums.words import Theme
from sightline.organisations.models import Profession
from sightline.people.request import SignedInRequest
from sightline.standards.models import FrameworkVersion, Standard


class PointForm(Form):
    text = fields.prose(
        "What was said?", help_text="One point, in the members’ kind of words. Name nobody."
    )
    nobody_is_recognised = forms.BooleanField(
        label="I have looked at that again, and it tells of nobody", required=False
    )
    agreed = forms.IntegerField(
        label="How many agreed?",
        help_text="Leave both empty if nobody counted.",
        min_value=1,
        max_value=9999,
        required=False,
    )
    present = forms.IntegerField(
        label="How many were present?", min_value=1, max_value=9999, required=False
    )
    theme = forms.ChoiceField(label="Theme", choices=[("", "---------"), *Theme.choices])
    place = fields.PlaceField(
        label="Where is it about?",
        help_text="A code or a name. Leave empty when it is about the whole of the forum’s place.",
        required=False,
        max_length=120,
    )
    programme = fields.programme("Which programme is it about?")
    professions = fields.People(
        label="Which professions is it about?",
        queryset=Profession.objects.all(),
        required=False,
    )
    standards = fields.People(
        label="Which standards does it bear on?", queryset=Standard.objects.none(), required=False
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("professions", "standards"):
            given[name] = list(given.get(name) or ())
        return given


@allow(Permission.RUN_FORUMS)
def add(request: SignedInRequest, forum: str, number: int) -> HttpResponse:
    """Write down a point that was made at a meeting."""
    found = own_forum_for(request, forum)
    meeting = meeting_of(found, number)
    came = sum(meeting.attendance.values_list("came", flat=True))
    form = PointForm(request.POST or None, initial={"present": came or None})
    asked: Any = form.fields
    asked["place"].patch = request.user.patch(Permission.RUN_FORUMS)
    version = FrameworkVersion.in_force_on(timezone.localdate())
    asked["standards"].queryset = Standard.objects.filter(version=version).select_related("domain")
    is_held = "nobody_is_recognised" in request.POST
    if request.method == "POST" and form.is_valid():
        try:
            actions.say(meeting=meeting, **form.cleaned_data, by=request.user, at=timezone.now())
        except MayTellOfSomebody as refusal:
            form.add_error("text", str(refusal))
            is_held = True
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The point is written down.")
            if "more" in request.POST:
                return redirect("listen:forums:points:add", forum, number)
            return redirect("listen:forums:meeting", forum, number)
    return render(
        request,
        "listen/forums/points/pages/add.jinja",
        {"forum": found, "meeting": meeting, "form": form, "is_held": is_held},
    )
