from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.forums.pages import fields
from sightline.listen.forums.points import actions
from sightline.listen.forums.points.pages.found import own_point_for
from sightline.people.request import SignedInRequest


class PracticeForm(Form):
    practice = fields.prose(
        "What can others learn from it?",
        help_text="What was done, where, and what it did for learners. Empty takes the mark away.",
        required=False,
    )


@allow(Permission.RUN_FORUMS)
def practice(request: SignedInRequest, reference: str) -> HttpResponse:
    point = own_point_for(request, reference)
    form = PracticeForm(request.POST or None, initial={"practice": point.practice})
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark_practice(
                point=point, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The mark is saved.")
            return redirect("listen:forums:points:show", reference=reference)
    return render(
        request, "listen/forums/points/pages/practice.jinja", {"point": point, "form": form}
    )
