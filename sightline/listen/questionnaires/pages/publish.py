from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.questionnaires import actions, queries
from sightline.listen.questionnaires.pages.show import version_for
from sightline.people.request import SignedInRequest


class PublishForm(Form):
    tried = forms.BooleanField(
        label="I have walked through the preview in every language",
        error_messages={"required": "Walk through the preview, then tick the box"},
    )


@allow(Permission.MANAGE_QUESTIONNAIRES)
def publish(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    version = version_for(request, code, number)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish(version=version, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Version {number} is published and can be asked.")
            return redirect("listen:questionnaires:show", code=code, number=number)
    return render(
        request,
        "listen/questionnaires/pages/publish.jinja",
        {"form": form, "version": version, "count": queries.count_shown(version.form)},
    )
