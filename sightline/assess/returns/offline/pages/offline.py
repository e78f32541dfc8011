"""Work offline: download the workbook, upload it, see what it would change, take it over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.answering.models import OfflineFile
from sightline.assess.returns.attestation.rules import label_of
from sightline.assess.returns.models import Return
from sightline.assess.returns.offline import actions, workbook
from sightline.base.refusal import Refusal
from sightline.base.service_state import holds_made_up_data
from sightline.design.downloads import MADE_UP
from sightline.design.forms import Form
from sightline.people.request import SignedInRequest

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(Form):
    file = forms.FileField(
        label="Filled-in workbook", help_text="The XLSX file that you downloaded here, up to 2 MB."
    )


def _mine(request: SignedInRequest, reference: str) -> Return:
    return get_object_or_404(
        Return.objects.answered_by(request.user).select_related("campaign", "organisation"),
        reference=reference,
    )


@allow(Permission.ANSWER_RETURN)
def offline(request: SignedInRequest, reference: str) -> HttpResponse:
    found = _mine(request, reference)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = actions.upload(
                self_assessment=found, file=file, name=file.name, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("assess:returns:offline_check", reference=reference, pk=read.pk)
    return render(
        request, "assess/returns/offline/pages/offline.jinja", {"found": found, "form": form}
    )


@allow(Permission.ANSWER_RETURN)
def download(request: SignedInRequest, reference: str) -> HttpResponse:
    found = _mine(request, reference)
    file = workbook.write(found, MADE_UP if holds_made_up_data() else "")
    response = HttpResponse(file, content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{found.reference.lower()}.xlsx"'
    return response


@allow(Permission.ANSWER_RETURN)
def check(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    found = _mine(request, reference)
    read = get_object_or_404(OfflineFile, pk=pk, self_assessment=found)
    if request.method == "POST":
        try:
            count = actions.apply(offline=read, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("assess:returns:offline_check", reference=reference, pk=pk)
        messages.success(request, f"{count} answers are taken over. Finish each section here.")
        return redirect("assess:returns:show", reference=reference)
    return render(
        request,
        "assess/returns/offline/pages/check.jinja",
        {"found": found, "read": read, "changes": _changes(found, read)},
    )


def _changes(found: Return, read: OfflineFile) -> list[dict[str, Any]]:
    """What would differ, in the order of the questions."""
    held = {one.question: one for one in found.answers.all()}
    rows = []
    for question in found.journey.questions:
        told = read.rows.get(question.code)
        if told is None:
            continue
        answer = held.get(question.code)
        before = (answer.outcome, answer.reason, answer.improvement) if answer else ("", "", "")
        after = (told["outcome"], told["reason"], told["improvement"])
        if before != after:
            rows.append(
                {"ask": question.ask, "before": label_of(before[0]), "after": label_of(after[0]),
                 "reason": told["reason"]}
            )  # fmt: skip
    return rows
