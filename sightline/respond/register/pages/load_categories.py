from __future__ import annotations

from pathlib import Path
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
from sightline.people.request import SignedInRequest
from sightline.respond.register import actions

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "isf-2024.yaml"
LARGEST = 200_000  # bytes


class FileForm(Form):
    which = RadioChoiceField(
        label="Which version do you want to load?",
        choices=[
            ("shipped", "The 2024 version that comes with Sightline"),
            ("own", "A file of yours"),
        ],
    )
    file = forms.FileField(
        label="File",
        required=False,
        help_text="Only if you load a file of yours: YAML, like the one that comes with Sightline.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("which") == "own":
            given["text"] = self._own(given.get("file"))
        elif given.get("which"):
            given["text"] = SHIPPED.read_text(encoding="utf-8")
        return given

    def _own(self, file: Any) -> str:
        if not file:
            if not self.has_error("file"):
                self.add_error("file", "Choose a file")
            return ""
        try:
            return text_of(file, LARGEST)
        except forms.ValidationError as refusal:
            self.add_error("file", refusal)
            return ""


@allow(Permission.MANAGE_STANDARDS)
def load_categories(request: SignedInRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            loaded = actions.load_categories(
                text=form.cleaned_data["text"], by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"{loaded[0].version} is loaded.")
            return redirect("respond:register:categories")
    return render(request, "respond/register/pages/load_categories.jinja", {"form": form})
