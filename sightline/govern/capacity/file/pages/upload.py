"""Upload a list of numbers of learners."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.govern.capacity.file import actions, reading
from sightline.govern.capacity.models import CapacityFile
from sightline.organisations.models import Profession
from sightline.organisations.words import Level as Study
from sightline.people.request import SignedInRequest

_MOST = 10


class UploadForm(Form):
    file = forms.FileField(
        label="List of numbers", help_text="XLSX or CSV, up to 8 MB and 20,000 rows."
    )


@allow(Permission.VIEW_CAPACITY)
def upload(request: SignedInRequest) -> HttpResponse:
    user = request.user
    approves = user.can(Permission.APPROVE_CAPACITY)
    if not (approves or user.can(Permission.COUNT_LEARNERS)):
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = actions.upload(file=file, name=file.name, by=user, at=timezone.now())
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("govern:capacity:check", made.pk)
    return render(
        request,
        "govern/capacity/file/pages/upload.jinja",
        {
            "form": form,
            "approves": approves,
            "columns": reading.COLUMNS,
            "levels": [label for _, label in Study.choices],
            "professions": list(Profession.objects.all()),
            "mine": CapacityFile.objects.filter(uploaded_by=user).defer("rows", "problems")[:_MOST],
        },
    )
