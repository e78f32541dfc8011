from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.forums import actions
from sightline.listen.forums.actions import NewAttendance
from sightline.listen.forums.models import Meeting
from sightline.listen.forums.pages import fields
from sightline.listen.forums.pages.found import meeting_of, own_forum_for
from sightline.organisations.models import Profession
from sightline.organisations.words import Level
from sightline.people.request import SignedInRequest

MOST_GROUPS = 40


class GroupForm(Form):
    profession = fields.Chosen(
        queryset=Profession.objects.all(),
        label="Profession",
        empty_label="Other people",
        required=False,
    )
    level = forms.ChoiceField(
        label="Level", choices=[("", "Not said"), *Level.choices], required=False
    )
    invited = forms.IntegerField(label="Invited", min_value=0, max_value=9999, required=False)
    came = forms.IntegerField(label="Came", min_value=0, max_value=9999, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("came") is None and (given.get("profession") or given.get("invited")):
            self.add_error("came", "Enter how many of this group came, 0 if nobody did")
        return given


class NotHeardForm(Form):
    not_heard = fields.prose(
        "Who was not heard?",
        help_text="Groups that were not invited or could not come, and how they will be heard.",
        required=False,
        rows=3,
    )


Groups = formset_factory(GroupForm, extra=4, max_num=MOST_GROUPS, absolute_max=MOST_GROUPS)


def _written(meeting: Meeting) -> list[dict[str, Any]]:
    return [
        {"profession": one.profession_id, "level": one.level, "invited": one.invited,
         "came": one.came}
        for one in meeting.attendance.all()
    ]  # fmt: skip


def _new(groups: BaseFormSet[GroupForm]) -> list[NewAttendance]:
    given = [form.cleaned_data for form in groups]
    return [
        NewAttendance(one["came"], one["invited"], one["profession"], one["level"])
        for one in given
        if one.get("came") is not None
    ]


@allow(Permission.RUN_FORUMS)
def attendance(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """Who was invited and came, by group. Empty lines are left out."""
    forum = own_forum_for(request, reference)
    meeting = meeting_of(forum, number)
    groups = Groups(request.POST or None, initial=_written(meeting))
    form = NotHeardForm(request.POST or None, initial={"not_heard": meeting.not_heard})
    if request.method == "POST" and groups.is_valid() and form.is_valid():
        try:
            actions.set_attendance(
                meeting=meeting,
                groups=_new(groups),
                not_heard=form.cleaned_data["not_heard"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Attendance is written down.")
            if "more" in request.POST:
                return redirect("listen:forums:attendance", reference, number)
            return redirect("listen:forums:meeting", reference, number)
    return render(
        request,
        "listen/forums/pages/attendance.jinja",
        {"forum": forum, "meeting": meeting, "form": form, "formset": groups},
    )
