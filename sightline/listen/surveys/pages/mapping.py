"""Read and change a survey's mapping as YAML."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.forms import Form
from sightline.listen.surveys import actions, shipped
from sightline.listen.surveys import mapping as mappings
from sightline.listen.surveys.models import Mapping, Survey
from sightline.people.request import SignedInRequest

_MOST_SHOWN = 20


class MappingForm(Form):
    file = forms.FileField(
        label="A file",
        required=False,
        help_text="A YAML file. Leave this empty to save the text below.",
        allow_empty_file=True,
    )
    text = forms.CharField(label="The mapping", widget=forms.Textarea, required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload is not None:
            try:
                cleaned["text"] = upload.read(1_000_000).decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", "The file is not UTF-8 text. Save it as UTF-8.")
        elif not cleaned.get("text", "").strip():
            self.add_error("text", "Choose a file or write the mapping here")
        return cleaned


@allow(Permission.IMPORT_SURVEY)
def mapping(request: SignedInRequest, code: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.visible_to(request.user), code=code)
    chosen = _version(request, survey)
    if chosen is not None and request.GET.get("format") == "yaml":
        return HttpResponse(
            chosen.text,
            content_type="application/yaml; charset=utf-8",
            headers={
                "Content-Disposition": (
                    f'attachment; filename="{survey.code}-mapping-{chosen.version}.yaml"'
                )
            },
        )
    form = MappingForm(
        request.POST or None, request.FILES or None, initial={"text": _start(survey, chosen)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_mapping(
                survey=survey, text=form.cleaned_data["text"], by=request.user, at=timezone.now()
            )
        except mappings.MappingRefused as refusal:
            field = "file" if form.cleaned_data["file"] is not None else "text"
            for problem in refusal.problems[:_MOST_SHOWN]:
                form.add_error(field, str(problem))
        else:
            return redirect("listen:surveys:show", code=survey.code)
    return render(
        request,
        "listen/surveys/pages/mapping.jinja",
        {
            "form": form,
            "survey": survey,
            "chosen": chosen,
            "parsed": mappings.parse(chosen.text) if chosen else None,
        },
    )


def _version(request: SignedInRequest, survey: Survey) -> Mapping | None:
    """The version that is asked for, else the newest. 404 for one that does not exist."""
    asked = request.GET.get("version", "")
    if not asked:
        return survey.mappings.first()
    if not asked.isdecimal() or len(asked) > 5:
        raise Http404
    return get_object_or_404(survey.mappings, version=int(asked))


def _start(survey: Survey, chosen: Mapping | None) -> str:
    """What the text begins as: the version shown, or a mapping that comes with the service."""
    if chosen is not None:
        return chosen.text
    return (
        shipped.text(survey.code) if survey.code in shipped.SURVEYS else f"survey: {survey.code}\n"
    )
