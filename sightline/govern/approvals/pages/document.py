"""Add a document to an approval, take one that is still the one that was added, withdraw one."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.evidence import files, names
from sightline.assess.pages.fields import line, prose
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.govern.approvals import queries as approvals
from sightline.govern.approvals import rules
from sightline.govern.approvals.documents import actions, queries
from sightline.govern.approvals.pages.forms import drawn
from sightline.govern.approvals.pages.found import approval_for, done
from sightline.people.request import SignedInRequest
from sightline.trail import record


class DocumentForm(Form):
    title = line(
        "What is it?", 160, help_text="For example, “Induction plan” or “Latest inspection”."
    )
    file = forms.FileField(label="File", help_text=files.TAKEN)


@allow(Permission.APPLY_FOR_APPROVAL)
def add(request: SignedInRequest, reference: str) -> HttpResponse:
    found = approval_for(request, reference)
    if found.state in rules.FINAL or not approvals.may_write(found, request.user):
        raise Http404
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = done(
            form,
            lambda: actions.add(
                approval=found,
                title=given["title"],
                file=given["file"],
                file_name=given["file"].name,
                by=request.user,
                at=timezone.now(),
            ),
        )
        if made is not None:
            messages.success(request, f"“{made.title}” is added.")
            return redirect("govern:approvals:show", reference=reference)
    return drawn(
        request,
        found,
        form,
        title="Add a document",
        texts=["Everybody who sees this approval can read it. Name no learners or patients."],
        button="Add the document",
    )


class Withdrawn(Refusal):
    """The document is not given out any more."""

    def __init__(self) -> None:
        super().__init__(
            "This document was withdrawn, so it is not given out any more. Why it was is written "
            "on the page of the approval. If you need it, ask who sent it or the quality team."
        )


class WithdrawForm(Form):
    reason = prose(
        "Why is it withdrawn?", rows=3, help_text="Those who see the approval read it. Name nobody."
    )


@allow(Permission.APPLY_FOR_APPROVAL)
def withdraw(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    found = approval_for(request, reference)
    kept = get_object_or_404(found.documents.standing(), pk=pk)
    if not queries.may_withdraw(kept, found, request.user):
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = done(
            form,
            lambda: actions.withdraw(
                document=kept, **form.cleaned_data, by=request.user, at=timezone.now()
            ),
        )
        if made is not None:
            messages.success(request, f"“{kept.title}” is withdrawn.")
            return redirect("govern:approvals:show", reference=reference)
    return drawn(
        request,
        found,
        form,
        title=f"Withdraw “{kept.title}”",
        texts=[
            "The file is given to nobody any more but to the quality team, and to who sent it if "
            "they sign in. That it was sent, and why it is withdrawn, stays in the record. A "
            "decision that rests on it stays as it is."
        ],
        button="Withdraw the document",
        variant="warning",
    )


@allow(Permission.FIND_APPROVALS)
def take(request: SignedInRequest, reference: str, pk: int) -> FileResponse:
    found = approval_for(request, reference)
    kept = get_object_or_404(found.documents.select_related("withdrawal"), pk=pk)
    if hasattr(kept, "withdrawal") and not queries.may_read_withdrawn(kept, found, request.user):
        raise Withdrawn
    opened = files.open_checked(kept.stored_name, kept.sha256)
    record.download(
        action="govern.approvals.download",
        subject=found,
        by=request.user,
        at=timezone.now(),
        summary=f"Took a document of {found.reference}",
        reference=found.reference,
    )
    return FileResponse(
        opened,
        as_attachment=True,
        filename=names.given_out(kept.name, kept.content_type),
        content_type=kept.content_type,
    )
