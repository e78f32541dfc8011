"""What an application says: what for, and who supervises. Saved as it is, complete or not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.pages.fields import prose
from sightline.design.forms import Form
from sightline.govern.approvals import actions
from sightline.govern.approvals import queries as approvals
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.pages.found import approval_for, done
from sightline.people.request import SignedInRequest


class WhatForm(Form):
    what_for = prose(
        "What will learners do and learn here?",
        rows=5,
        required=False,
        help_text="What care they see, what they can practise, and for how long they stay.",
    )
    supervision = prose(
        "Who will supervise and assess them?",
        rows=5,
        required=False,
        help_text="Roles and training. Also in holidays and sickness. Name no patients.",
    )
    supervisors = forms.IntegerField(
        label="How many supervisors and educators are there?",
        min_value=0,
        max_value=999,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


@allow(Permission.APPLY_FOR_APPROVAL)
def what(request: SignedInRequest, reference: str) -> HttpResponse:
    found = approval_for(request, reference)
    if not found.is_draft or not approvals.may_write(found, request.user):
        raise Http404
    form: Any = WhatForm(request.POST or None, initial=_held(found))
    theirs: Approval | None = None
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("version")
        try:
            saved = done(
                form,
                lambda: actions.save(
                    approval=found, **given, seen_version=seen, by=request.user, at=timezone.now()
                ),
                (actions.ApplicationChanged,),
            )
        except actions.ApplicationChanged as refusal:
            form.add_error(None, str(refusal))
            theirs = approval_for(request, reference)
            # What was written stays; sent again, it is meant to replace what is there now.
            form.data = {**form.data.dict(), "version": str(refusal.version)}
        else:
            if saved is not None:
                messages.success(request, "Saved.")
                return redirect("govern:approvals:show", reference=reference)
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "theirs": theirs,
        "back_href": reverse("govern:approvals:show", args=[reference]),
    }
    return render(request, "govern/approvals/pages/what.jinja", context)


def _held(found: Approval) -> dict[str, Any]:
    return {
        "what_for": found.what_for,
        "supervision": found.supervision,
        "supervisors": found.supervisors,
        "version": found.version,
    }
