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
from sightline.design.forms import DateField, Form
from sightline.listen.forums.pages import fields
from sightline.listen.forums.points import actions
from sightline.listen.forums.points.pages.found import own_point_for
from sightline.people.models import User
from sightline.people.queries import people_who_may
from sightline.people.request import SignedInRequest


class PromiseForm(Form):
    text = fields.prose("What is promised?", help_text="One thing that can be seen to be done.")
    owner = fields.Chosen(
        queryset=User.objects.none(),
        label="Who promises it?",
        help_text="Somebody who can sign in here. It is on their home page when it is due.",
        empty_label="Nobody on this list",
        required=False,
    )
    owner_name = forms.CharField(
        label="Or their name and role",
        help_text="Leave empty to use the name of the person that you chose.",
        max_length=120,
        required=False,
    )
    due_date = DateField(
        label="By when?", help_text="For example, 31 3 2027", earliest=timezone.localdate
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("owner") and not given.get("owner_name", "").strip():
            self.add_error("owner_name", "Say who promises it, or choose somebody from the list")
        return given


@allow(Permission.RUN_FORUMS)
def promise(request: SignedInRequest, reference: str) -> HttpResponse:
    point = own_point_for(request, reference)
    form = PromiseForm(request.POST or None)
    asked: Any = form.fields["owner"]
    asked.queryset = people_who_may(Permission.VIEW_FORUMS, point.place, timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            actions.promise(point=point, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The promise is written down.")
            return redirect("listen:forums:points:show", reference=reference)
    return render(
        request, "listen/forums/points/pages/promise.jinja", {"point": point, "form": form}
    )
