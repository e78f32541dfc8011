"""Publish a draft, so that rounds can ask it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.questionnaires import actions
from sightline.listen.questionnaires.editing.pages.opened import opened
from sightline.people.request import SignedInRequest


@allow(Permission.MANAGE_QUESTIONNAIRES)
def publish(request: SignedInRequest, code: str) -> HttpResponse:
    found = opened(request.user, code)
    if request.method == "POST":
        try:
            actions.publish(version=found.version, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "It is published: rounds can ask it.")
        return redirect("listen:editing:show", code)
    return render(request, "listen/questionnaires/editing/pages/publish.jinja", {"found": found})
