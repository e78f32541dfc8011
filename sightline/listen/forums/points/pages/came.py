from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.listen.forums.pages import fields
from sightline.listen.forums.points import actions
from sightline.listen.forums.points.models import Outcome
from sightline.listen.forums.points.pages.found import own_point_for
from sightline.people.request import SignedInRequest


class CameForm(Form):
    state = RadioChoiceField(label="What came of it?", choices=Outcome.State.choices)
    text = fields.prose(
        "In a sentence", help_text="What changed, or why not, and what members will notice."
    )


@allow(Permission.RUN_FORUMS)
def came(request: SignedInRequest, reference: str) -> HttpResponse:
    point = own_point_for(request, reference)
    form = CameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_what_came(
                point=point, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is written down what came of it. Tell the members next.")
            return redirect("listen:forums:points:show", reference=reference)
    return render(request, "listen/forums/points/pages/came.jinja", {"point": point, "form": form})
