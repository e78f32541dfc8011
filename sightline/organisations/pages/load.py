"""Choose an official list, to see what it would change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.organisations.models import OdsLoad
from sightline.organisations.ods import actions
from sightline.organisations.words import LoadKind


class LoadForm(Form):
    kind = RadioChoiceField(
        label="Which list is it?",
        choices=LoadKind.choices,
        hints={
            LoadKind.TRUSTS: "Load this first: sites belong to trusts.",
            LoadKind.PRACTICES: "Only GP practices are kept (prescribing setting 4).",
            LoadKind.NETWORKS: "Load practices first. The monthly mapping of practices "
            "(gp-reg-pat-prac-map), which has headings, can be loaded as well.",
        },
    )
    file = forms.FileField(
        label="The file",
        help_text="The CSV file of the Organisation Data Service as it was published: 27 columns "
        "(networks: 11), no row of headings. Up to 50 MB and 200,000 rows.",
        allow_empty_file=True,
    )
    file_date = DateField(
        label="Date of the file",
        help_text="The day for which it speaks. Names that changed are recorded as from this day.",
        latest=timezone.localdate,
    )


@allow(Permission.LOAD_ORGANISATIONS)
def load(request: HttpRequest) -> HttpResponse:
    form = LoadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload: Any = form.cleaned_data["file"]
        try:
            made = actions.make_dry_run(
                file=upload.file,
                kind=LoadKind(form.cleaned_data["kind"]),
                source_name=upload.name,
                file_date=form.cleaned_data["file_date"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.WrongDate as refusal:
            form.add_error("file_date", str(refusal))
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("organisations:dry_run", pk=made.pk)
    return render(
        request,
        "organisations/pages/load.jinja",
        {
            "form": form,
            "loads": OdsLoad.objects.select_related("made_by").defer("rows", "plan")[:20],
        },
    )
