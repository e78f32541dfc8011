"""Upload a questionnaire: the file is checked and shown first, then saved as the draft.

Nothing is stored between the two steps: what was checked travels in the page, signed, for an hour.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.questionnaires import actions, compiled, files, queries
from sightline.listen.questionnaires.faults import FormRefused
from sightline.listen.questionnaires.form import Form as Questions
from sightline.listen.questionnaires.models import Questionnaire
from sightline.people.request import SignedInRequest

_SALT = "listen.questionnaires.upload"
_KEPT_SECONDS = 3600
_NEW = "new"
_MOST_BYTES = 5_000_000


class UploadForm(Form):
    file = forms.FileField(
        label="File",
        help_text="An XLSForm workbook (XLSX or XLS) or a FHIR R4 Questionnaire (JSON), "
        "up to 5 MB.",
        allow_empty_file=True,
    )


class SaveForm(Form):
    """``checked`` holds the form and the file's name, signed."""

    checked = forms.CharField(widget=forms.HiddenInput)
    questionnaire = forms.ChoiceField(label="Save it as")
    name = forms.CharField(
        label="Name of the new questionnaire",
        required=False,
        max_length=160,
        help_text="Only for a new questionnaire",
    )
    code = forms.CharField(
        label="Code of the new questionnaire",
        required=False,
        max_length=40,
        help_text="Small letters, figures and hyphens, like ward-survey. It stays for good.",
    )
    audience = forms.ChoiceField(
        label="Who answers", choices=Questionnaire.Audience.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, existing: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questionnaire"].choices = [  # type: ignore[attr-defined]
            (_NEW, "A new questionnaire"),
            *((code, f"The draft of {name}") for code, name in existing),
        ]


@allow(Permission.MANAGE_QUESTIONNAIRES)
def upload(request: SignedInRequest) -> HttpResponse:
    existing = list(
        Questionnaire.objects.visible_to(request.user).values_list("code", "name").order_by("name")
    )
    if request.method == "POST" and "checked" in request.POST:
        return _save(request, existing)
    form = UploadForm(request.POST or None, request.FILES or None)
    faults: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > _MOST_BYTES:
                raise FormRefused(["The file is larger than 5 MB. Split it into several."])
            questions, source = files.read(file.read(), file.name)
            compiled.compile_form(questions)
        except FormRefused as refused:
            faults = refused.faults
            count = len(faults)
            form.add_error(
                "file",
                "The file cannot be used: correct what is listed below, then upload it again"
                if count > 1
                else faults[0],
            )
        else:
            return _checked(request, questions, source, file.name, existing)
    return render(
        request,
        "listen/questionnaires/pages/upload.jinja",
        {"form": form, "faults": faults if len(faults) > 1 else ()},
    )


def _checked(
    request: SignedInRequest,
    questions: Questions,
    source: str,
    file_name: str,
    existing: list[tuple[str, str]],
) -> HttpResponse:
    """What the file holds, and where to save it."""
    kept = signing.dumps(
        {"form": questions.to_json(), "source": source, "name": file_name[:200]},
        salt=f"{_SALT}.{request.user.pk}",
        compress=True,
    )
    wanted = request.GET.get("questionnaire", "")
    title = questions.words(questions.title, questions.languages[0].code)
    save = SaveForm(
        existing=existing,
        initial={
            "checked": kept,
            "questionnaire": wanted if wanted in dict(existing) else _NEW,
            "name": title[:160],
            "audience": Questionnaire.Audience.LEARNERS,
        },
    )
    return _found(request, questions, file_name, save)


def _found(
    request: SignedInRequest, questions: Questions, file_name: str, save: SaveForm
) -> HttpResponse:
    return render(
        request,
        "listen/questionnaires/pages/upload_checked.jinja",
        {
            "form": save,
            "questions": questions,
            "file_name": file_name,
            "count": queries.count_shown(questions),
            "pages": len(compiled.compile_form(questions).pages),
            "outline": queries.outline(questions),
        },
    )


def _save(request: SignedInRequest, existing: list[tuple[str, str]]) -> HttpResponse:
    try:
        kept = signing.loads(
            request.POST["checked"], salt=f"{_SALT}.{request.user.pk}", max_age=_KEPT_SECONDS
        )
    except signing.BadSignature:
        messages.info(
            request, "It is more than an hour since the file was checked. Upload it again."
        )
        return redirect("listen:questionnaires:upload")
    questions = Questions.from_json(kept["form"])
    form = SaveForm(request.POST, existing=existing)
    if form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        try:
            with transaction.atomic():
                if said["questionnaire"] == _NEW:
                    questionnaire = actions.create(
                        code=said["code"],
                        name=said["name"],
                        audience=said["audience"],
                        by=request.user,
                        at=now,
                    )
                else:
                    questionnaire = Questionnaire.objects.get(code=said["questionnaire"])
                version = actions.save_draft(
                    questionnaire=questionnaire,
                    form=questions,
                    source=kept["source"],
                    source_name=kept["name"],
                    by=request.user,
                    at=now,
                )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Saved as the draft of version {version.number}.")
            return redirect("listen:questionnaires:show", code=questionnaire.code)
    return _found(request, questions, kept["name"], form)
