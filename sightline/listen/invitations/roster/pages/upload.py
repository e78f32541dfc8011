"""Upload a roster for a round."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.imports.reading import limits
from sightline.listen.invitations.pages.found import run_by
from sightline.listen.invitations.roster import actions, tasks
from sightline.people.request import SignedInRequest


class UploadForm(Form):
    file = forms.FileField(
        label="Roster",
        help_text=f"CSV or XLSX, up to {limits.size(actions.LARGEST_BYTES)}: one row for each "
        "person.",
        allow_empty_file=True,
    )


@allow(Permission.RUN_ROUND)
def upload(request: SignedInRequest, pk: int) -> HttpResponse:
    collection = run_by(request, pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            roster = actions.upload(
                collection=collection, file=file, name=file.name, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            tasks.check_roster.enqueue(roster.pk, request.user.pk)
            return redirect("listen:invitations:roster:show", pk=roster.pk)
    return render(
        request,
        "listen/invitations/roster/pages/upload.jinja",
        {"form": form, "collection": collection},
    )
