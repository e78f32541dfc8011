from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.listen.forums.pages import fields
from sightline.listen.forums.pages.found import meeting_of, own_forum_for
from sightline.listen.forums.points import actions
from sightline.listen.forums.points.models import Point, Telling
from sightline.people.request import SignedInRequest


class Points(fields.People):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.reference} ({Point.State(obj.state).label.lower()}): {obj.text}"


class TellForm(Form):
    points = Points(label="Which points are they told about?", queryset=Point.objects.none())
    text = fields.prose(
        "What are they told?", help_text="You said, we did: what changed, or honestly why not."
    )
    how = RadioChoiceField(label="How are they told?", choices=Telling.How.choices)
    told_date = DateField(label="When were they told?", latest=timezone.localdate)


@allow(Permission.RUN_FORUMS)
def tell(request: SignedInRequest, forum: str, number: int) -> HttpResponse:
    found = own_forum_for(request, forum)
    meeting = meeting_of(found, number)
    points = meeting.points.with_state().order_by("at", "pk")
    form = TellForm(
        request.POST or None,
        initial={
            "told_date": timezone.localdate(),
            "points": [one.pk for one in points.filter(tellings=None) if one.state != "open"],
        },
    )
    asked: Any = form.fields["points"]
    asked.queryset = points
    if request.method == "POST" and form.is_valid():
        try:
            actions.tell(
                meeting=meeting,
                **{**form.cleaned_data, "points": list(form.cleaned_data["points"])},
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is written down what the members were told.")
            return redirect("listen:forums:meeting", forum, number)
    return render(
        request,
        "listen/forums/points/pages/tell.jinja",
        {"forum": found, "meeting": meeting, "form": form},
    )
