"""Load an edition of a file: first what it says, then loading."""

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
from sightline.design.forms import Form, RadioChoiceField
from sightline.design.uploads import text_of
from sightline.govern.files import actions, kinds
from sightline.people.request import SignedInRequest
from sightline.standards.models import LoadedFile


class FileForm(Form):
    kind = RadioChoiceField(label="What is it?", choices=LoadedFile.Kind.choices)
    file = forms.FileField(
        label="File",
        help_text="YAML, like those on the page before. At most 1 MB.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> str:
        return text_of(self.cleaned_data["file"])


@allow(Permission.MANAGE_STANDARDS)
def load(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST" and "text" in request.POST:
        return _apply(request, request.POST.get("kind", ""), request.POST["text"])
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        kind, text = form.cleaned_data["kind"], form.cleaned_data["file"]
        try:
            context |= {
                "read": kinds.read(kind, text), "kind": LoadedFile.Kind(kind), "text": text,
            }  # fmt: skip
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    return render(request, "govern/files/pages/load.jinja", context)


def _apply(request: SignedInRequest, kind: str, text: str) -> HttpResponse:
    try:
        made = actions.load(kind=kind, text=text, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("govern:files:load")
    messages.success(request, f"{kinds.read(kind, text).name}: edition {made.edition} is loaded.")
    return redirect("govern:files:list")
