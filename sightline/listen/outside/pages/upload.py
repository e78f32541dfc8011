"""Upload a file of another survey's results, to see what it would change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.outside import actions, tasks
from sightline.listen.outside.models import Source
from sightline.listen.outside.reading import limits
from sightline.people.request import SignedInRequest


class UploadForm(Form):
    source = forms.ModelChoiceField(
        label="Survey",
        queryset=Source.objects.all(),
        required=False,
        empty_label="Work it out from the file",
    )
    file = forms.FileField(
        label="File of results",
        help_text=f"CSV, XLSX or the XML of Discover Uni, up to {limits.BYTES // 1_000_000} MB and "
        f"{limits.RESULTS:,} results.",
        allow_empty_file=True,
    )
    year = forms.IntegerField(
        label="Year",
        required=False,
        min_value=1990,
        max_value=2100,
        help_text="Only if the file does not say it.",
    )
    ukprn = forms.CharField(
        label="UKPRN of the education provider",
        required=False,
        max_length=8,
        validators=[RegexValidator(r"^\d{8}$", "Enter a UKPRN: it has eight digits")],
        help_text="Only for a Discover Uni file of one course that does not name its institution.",
    )


@allow(Permission.IMPORT_SURVEY)
def upload(request: SignedInRequest) -> HttpResponse:
    chosen = Source.objects.filter(code=request.GET.get("source", "")).first()
    initial: dict[str, Any] = {"source": chosen.pk} if chosen else {}
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            found = actions.upload(
                file=told["file"],
                name=told["file"].name,
                source=told["source"],
                year=told["year"],
                ukprn=told["ukprn"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            tasks.read_file.enqueue(found.pk, by=request.user.pk)
            return redirect("listen:outside:file", pk=found.pk)
    return render(request, "listen/outside/pages/upload.jinja", {"form": form})
