"""Load a version of the framework: first what the file would change, then the change."""

from pathlib import Path
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.design.uploads import text_of
from sightline.standards import actions, framework_file, queries
from sightline.standards.succession.words import Change

DATA = Path(__file__).resolve().parents[1] / "data"
OWN = "own"


def shipped() -> list[tuple[str, str]]:
    """The versions that come with the service: code and what to call them."""
    codes = sorted(path.stem.removeprefix("framework-") for path in DATA.glob("framework-*.yaml"))
    return [(code, f"The {code} version that comes with Sightline") for code in codes]


class FileForm(Form):
    which = RadioChoiceField(
        label="Which version do you want to load?",
        choices=lambda: [*shipped(), (OWN, "A file of yours")],
    )
    file = forms.FileField(
        label="File",
        required=False,
        help_text="Only if you load a file of yours: YAML, like those that come with Sightline.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("which") == OWN:
            given["text"] = self._text(given.get("file"))
        elif given.get("which"):
            path = DATA / f"framework-{given['which']}.yaml"
            given["text"] = path.read_text(encoding="utf-8")
        return given

    def _text(self, file: Any) -> str:
        if not file:
            if not self.has_error("file"):
                self.add_error("file", "Choose a file")
            return ""
        try:
            return text_of(file)
        except forms.ValidationError as refusal:
            self.add_error("file", refusal)
            return ""


@allow(Permission.MANAGE_STANDARDS)
def load(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "text" in request.POST:
        return _apply(request, request.POST["text"])
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            context |= {"plan": queries.plan_load(text), "text": text, "changes": list(Change)}
        except framework_file.CannotRead as refusal:
            form.add_error("file", refusal.problems)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    return render(request, "standards/pages/load.jinja", context)


def _apply(request: HttpRequest, text: str) -> HttpResponse:
    viewer = cast(Viewer, request.user)
    try:
        version = actions.load_framework(text=text, by=viewer, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, f"{refusal} Nothing was loaded.")
        return redirect("standards:load")
    messages.success(request, f"{version.name} is loaded.")
    return redirect(reverse("standards:framework", query={"version": version.code}))
